"""What a filled-in form says, and the way back."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.services.review_forms import read_form, read_tags, to_form
from data.errors import BadTags, FormRefused, NothingSaid, TextTooLong
from data.models import TAG_LENGTH, TAG_LIMIT, TEXT_LIMIT, ReviewContent, ReviewForm, shows_something
from tests.bot.ui.things import contents, forms, some, texts
from tests.builders import NOW

typed_tags = st.lists(st.text("abc#, \n\u3000é", max_size=12), max_size=8).map(",".join)


def tags_or_refusal(typed: str) -> tuple[str, ...] | BadTags:
    try:
        return read_tags(typed)
    except BadTags as refusal:
        return refusal


@some(300)
@given(typed_tags | st.text(max_size=60))
@example("# #a")
@example("#,##,# ,a#")
def test_tags_are_read_the_same_a_second_time(typed: str) -> None:
    tags = tags_or_refusal(typed)

    assert isinstance(tags, BadTags) or read_tags(", ".join(tags)) == tags


@some(300)
@given(typed_tags | st.text(max_size=60))
def test_tags_are_few_short_different_and_on_one_line(typed: str) -> None:
    tags = tags_or_refusal(typed)

    if isinstance(tags, BadTags):
        assert tags.count > TAG_LIMIT or len(tags.longest) > TAG_LENGTH
        return

    assert len({tag.casefold() for tag in tags}) == len(tags) <= TAG_LIMIT
    assert all(1 <= len(tag) <= TAG_LENGTH for tag in tags)
    assert all(tag == " ".join(tag.split()) and not tag.startswith("#") and "," not in tag for tag in tags)


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("", ()),
        (" , ,", ()),
        ("slow", ("slow",)),
        ("#slow, ##memory,slow", ("slow", "memory")),
        ("a  long\n\ttag , b", ("a long tag", "b")),
        ("c#", ("c#",)),
        ("# slow", ("slow",)),
        ("#", ()),
        (",".join("abcdefghij"), tuple("abcdefghij")),
        ("é" * 40, ("é" * 40,)),
        ("Slow, slow", ("Slow",)),
    ],
)
def test_tags_in_their_order_each_once(typed: str, tags: tuple[str, ...]) -> None:
    assert read_tags(typed) == tags


@pytest.mark.parametrize(
    ("typed", "count", "longest"), [(",".join("abcdefghijk"), 11, "a"), ("a," + "b" * 41, 2, "b" * 41)]
)
def test_too_many_tags_or_too_long_ones_are_told(typed: str, count: int, longest: str) -> None:
    with pytest.raises(BadTags) as caught:
        read_tags(typed)

    assert (caught.value.count, caught.value.longest) == (count, longest)


forms_contents = contents(
    texts.map(lambda text: text[:TEXT_LIMIT]),
    tags=st.lists(st.text("abcdef é", min_size=1, max_size=40), max_size=10).map(
        lambda tags: tuple(dict.fromkeys(tag for tag in (" ".join(tag.split()) for tag in tags) if tag))
    ),
)


@some(200)
@given(forms_contents)
def test_form_that_a_review_fills_says_the_review(content: ReviewContent) -> None:
    said = read_form(to_form(content), NOW)

    assert said.says_the_same(content.model_copy(update={"text": content.text if content.text.strip() else ""}))


@some(300)
@given(forms)
def test_any_form_is_a_review_or_refused(form: ReviewForm) -> None:
    try:
        content = read_form(form, NOW)
    except FormRefused:
        return

    assert content.text in (form.text, "")
    assert content.rating == form.rating
    assert (content.is_spoiler, content.is_rewatch, content.is_liked) == (
        form.is_spoiler,
        form.is_rewatch,
        form.is_liked,
    )


@some(100)
@given(forms, st.text(min_size=1, max_size=50).filter(shows_something))
def test_form_without_a_text_keeps_the_one_that_is_there(form: ReviewForm, kept: str) -> None:
    try:
        content = read_form(form.model_copy(update={"text": None}), NOW, kept=kept)
    except FormRefused:
        return

    assert content.text == kept


def test_text_too_long_for_the_form_stays_out_of_it() -> None:
    fits, does_not_fit = (to_form(ReviewContent(text="x" * length)).text for length in (TEXT_LIMIT, TEXT_LIMIT + 1))

    assert fits == "x" * TEXT_LIMIT
    assert does_not_fit is None


def test_date_is_read_in_the_language_of_the_member() -> None:
    typed = ReviewForm(rating=1, watched_on="gestern")

    assert read_form(typed, NOW, "de").watched_on == date(2026, 11, 19)


def test_text_is_kept_as_written() -> None:
    assert read_form(ReviewForm(text="  @everyone\n\n  # x  "), NOW).text == "  @everyone\n\n  # x  "


def test_white_space_beside_a_rating_is_no_text() -> None:
    assert read_form(ReviewForm(rating=3, text=" \n\u3000 "), NOW) == ReviewContent(rating=3)


@pytest.mark.parametrize("text", ["", "  \n ", "\u3000"])
def test_neither_rating_nor_text_is_refused(text: str) -> None:
    with pytest.raises(NothingSaid):
        read_form(ReviewForm(text=text, tags="slow", is_liked=True), NOW)


def test_text_of_4000_characters_is_taken_and_one_more_is_not() -> None:
    assert read_form(ReviewForm(text="\U0001f3ac" * 4_000), NOW).text == "\U0001f3ac" * 4_000

    with pytest.raises(TextTooLong) as caught:
        read_form(ReviewForm(text="x" * 4_001), NOW)

    assert (caught.value.length, caught.value.limit) == (4_001, 4_000)


def test_form_tells_a_date_as_it_is_typed() -> None:
    assert to_form(ReviewContent(rating=1, watched_on=date(1999, 1, 2))).watched_on == "1999-01-02"
