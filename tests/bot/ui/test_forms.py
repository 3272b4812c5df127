from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.review_forms import OpenedForm
from bot.ui.custom_ids import CustomId, SubmitDetails, SubmitReview, SubmitText
from bot.ui.forms import (
    BOXES,
    FILE,
    RATING,
    TAGS,
    TEXT,
    WATCHED_ON,
    NewText,
    TextFile,
    read_review_form,
    read_text_form,
    review_form,
    text_form,
)
from data.models import TAG_LENGTH, TAG_LIMIT, Film, Review, ReviewForm
from sandbox.validate.modals import check_modal, fill_modal
from tests.bot.ui.things import a_review, films, forms, reviews, some
from tests.builders import a_film

Json = dict[str, Any]

FILLED = ReviewForm(
    rating=9,
    text="Clay remembers.\n\n||The child|| stays.",
    watched_on="2026-11-20",
    tags="memory, clay",
    is_spoiler=True,
    is_rewatch=True,
    is_liked=True,
)

any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["\ud800", TEXT, RATING]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["components", "component", "custom_id", "value", "values", "type"]) | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)

any_field = st.fixed_dictionaries(
    {},
    optional={
        "custom_id": st.sampled_from([RATING, TEXT, WATCHED_ON, TAGS, BOXES, "other"]) | any_json,
        "value": any_json,
        "values": st.lists(st.sampled_from(["1", "10", "11", "none", "٣", "is_spoiler", "is_bogus"])) | any_json,
    },
)


def submitted(form: ReviewForm, film: Film | None = None, **typed: Any) -> Json:
    """What Discord sends when the form that opens with `form` is sent, changed by what was `typed`."""
    components, problems = fill_modal(review_form(film or a_film(), OpenedForm(form=form)).to_dict(), typed)
    assert problems == []
    return {"custom_id": "…", "components": components}


def text_field(value: object) -> Json:
    return {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": TEXT, "value": value}}


# A form comes back as it was, white space at the ends included. Discord's client may trim that before it sends.
@some(80)
@given(films, forms)
def test_form_sent_back_unchanged_says_the_same(film: Film, form: ReviewForm) -> None:
    read = read_review_form(submitted(form, film))

    assert read == form


@some(80)
@given(films, forms)
def test_discord_takes_every_form(film: Film, form: ReviewForm) -> None:
    modal = review_form(film, OpenedForm(form=form)).to_dict()

    check_modal(modal)
    assert CustomId.parse(modal["custom_id"]) == SubmitReview(film=film.key)


@some(40)
@given(films, forms, st.integers(4_001, 50_000))
def test_discord_takes_every_form_without_a_text(film: Film, form: ReviewForm, length: int) -> None:
    details = form.model_copy(update={"text": None})
    modal: Any = review_form(film, OpenedForm(form=details, left_out=length)).to_dict()
    components, problems = fill_modal(modal, {})

    check_modal(modal)
    assert problems == []
    assert CustomId.parse(modal["custom_id"]) == SubmitDetails(film=film.key)
    assert f"{length:,} characters" in str(modal)
    assert read_review_form({"components": components}, has_text=False) == details


@some(40)
@given(reviews())
def test_discord_takes_every_form_for_a_new_text(review: Review) -> None:
    modal = text_form(review).to_dict()

    check_modal(modal)
    assert CustomId.parse(modal["custom_id"]) == SubmitText(review=review.id)


def test_text_of_another_server_that_does_not_fit_is_told() -> None:
    modal: Any = review_form(a_film(), OpenedForm(form=ReviewForm(rating=3), left_out=9_000)).to_dict()

    check_modal(modal)
    assert CustomId.parse(modal["custom_id"]) == SubmitReview(film=a_film().key)
    assert "Your text in another server is too long for this." in modal["components"][1]["description"]


def test_what_stays_out_of_the_form_says_how_to_change_it() -> None:
    opened = OpenedForm(form=ReviewForm(rating=3, text=None), left_out=12_345)
    modal: Any = review_form(a_film(), opened).to_dict()

    said = modal["components"][1]["content"]
    assert "12,345 characters" in said
    assert "stays as it is" in said
    assert "**Replace text**" in said
    assert len(modal["components"]) == 5


def new_text(typed: str = "", files: dict[str, Any] | None = None, chosen: list[str] | None = None) -> Json:
    """What Discord sends of the form for a new text."""
    upload = {"type": 18, "id": 3, "component": {"type": 19, "id": 4, "custom_id": FILE, "values": chosen or []}}
    resolved = {"resolved": {"attachments": files}} if files is not None else {}
    return {"custom_id": "…", "components": [text_field(typed), upload]} | resolved


FILE_SENT = {"id": "7", "filename": "a.txt", "size": 12, "url": "https://cdn.example/a.txt", "content_type": "x/y"}


def test_new_text_is_read_as_typed_and_as_a_file() -> None:
    read = read_text_form(new_text("  Words.\n", {"7": FILE_SENT}, ["7"]))

    file = TextFile(filename="a.txt", size=12, url="https://cdn.example/a.txt")
    assert read == NewText(typed="  Words.\n", file=file)


@pytest.mark.parametrize(
    ("files", "chosen"),
    [(None, ["7"]), ({}, ["7"]), ({"7": FILE_SENT}, []), ({"7": {"filename": "a.txt"}}, ["7"]), ({"7": None}, ["7"])],
    ids=["none told of", "none", "none chosen", "without an address", "null"],
)
def test_file_that_is_not_understood_costs_no_text(files: Any, chosen: list[str]) -> None:
    assert read_text_form(new_text("Not lost.", files, chosen)) == NewText(typed="Not lost.")


@some(150)
@given(any_json | st.fixed_dictionaries({"components": any_json, "resolved": any_json}))
def test_any_json_is_read_as_some_new_text(submission: object) -> None:
    assert isinstance(read_text_form(submission), NewText)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 4_000,
        "\U0001f3ac" * 4_000,
        "مرحبا " * 666,
        "a\n" * 2_000,
        "  spaces  ",
        "\u202eturned",
        "**||x||** @everyone",
    ],
    ids=["full", "emoji", "right to left", "lines", "spaces", "turned", "markup"],
)
def test_text_comes_back_as_it_was_typed(text: str) -> None:
    assert read_review_form(submitted(ReviewForm(), text=text)).text == text


def test_half_a_surrogate_pair_costs_that_character_alone() -> None:
    read = read_review_form({"components": [text_field("before \ud83c after")]})

    assert read.text == "before \ufffd after"


def test_what_was_changed_is_read_and_the_rest_stays() -> None:
    read = read_review_form(submitted(FILLED, rating=["none"], boxes=["is_liked"], tags=""))

    assert read == FILLED.model_copy(update={"rating": None, "is_spoiler": False, "is_rewatch": False, "tags": ""})


def test_nothing_chosen_is_no_rating() -> None:
    assert read_review_form(submitted(FILLED, rating=[])).rating is None


@some(200)
@given(
    any_json
    | st.fixed_dictionaries(
        {"components": st.lists(any_json | st.fixed_dictionaries({"component": any_json | any_field}), max_size=6)}
    )
)
def test_any_json_is_read_as_some_form(submission: object) -> None:
    assert isinstance(read_review_form(submission), ReviewForm)


@some(120)
@given(st.lists(any_json | st.fixed_dictionaries({"component": any_json | any_field}), max_size=4), st.text())
def test_text_is_read_whatever_stands_beside_it(others: list[Any], typed: str) -> None:
    read = read_review_form({"components": [*others, text_field(typed)]})

    assert read.text == ReviewForm(text=typed).text


@pytest.mark.parametrize(
    "other",
    [
        {"type": 10, "id": 9},
        {"type": 18, "id": 3, "component": {"type": 23, "id": 4, "custom_id": "later", "value": True}},
        {"type": 18, "id": 3, "component": {"type": 3, "id": 4, "custom_id": RATING, "values": None}},
        {"type": 18, "id": 3, "component": {"type": 3, "id": 4, "custom_id": RATING, "values": [9]}},
        None,
    ],
    ids=["words between fields", "field of a later version", "null for a list", "number for a text", "null"],
)
def test_field_that_is_not_understood_costs_no_other(other: object) -> None:
    assert read_review_form({"components": [other, text_field("Not lost.")]}).text == "Not lost."


def test_form_opens_with_what_is_there() -> None:
    modal: Any = review_form(a_film(title="The Missing Picture"), OpenedForm(form=FILLED)).to_dict()
    rating, text, watched_on, tags, boxes = (label["component"] for label in modal["components"])

    assert modal["title"] == "Review The Missing Picture (2013)"
    assert [option["value"] for option in rating["options"] if option.get("default")] == ["9"]
    assert (text["value"], watched_on["value"], tags["value"]) == (FILLED.text, "2026-11-20", "memory, clay")
    assert all(option["default"] for option in boxes["options"])


def test_blank_form_asks_for_nothing_in_particular() -> None:
    modal: Any = review_form(a_film(), OpenedForm(form=ReviewForm())).to_dict()
    fields = [label["component"] for label in modal["components"]]

    assert not any(field.get("required", True) for field in fields)
    assert not any(field.get("value") for field in fields)


def test_ratings_are_told_in_words_as_well() -> None:
    modal: Any = review_form(a_film(), OpenedForm(form=ReviewForm())).to_dict()
    labels = [option["label"] for option in modal["components"][0]["component"]["options"]]

    assert labels[0] == "No rating"
    assert [label.split(maxsplit=1)[1] for label in labels[1:]] == [
        f"{half / 2:g} out of 5" for half in range(10, 0, -1)
    ]


def test_tags_that_a_review_takes_fit_the_form() -> None:
    tags = ", ".join(f"{number:0{TAG_LENGTH}}" for number in range(TAG_LIMIT))

    assert read_review_form(submitted(ReviewForm(tags=tags))).tags == tags


@pytest.mark.parametrize(
    ("is_draft", "title"), [(False, "Review Film No. 1 (2013)"), (True, "Draft: Film No. 1 (2013)")]
)
def test_title_says_whether_it_was_ever_saved(is_draft: bool, title: str) -> None:  # noqa: FBT001  (from the table)
    assert review_form(a_film(), OpenedForm(form=FILLED, is_draft=is_draft)).title == title


@pytest.mark.parametrize(("text", "title"), [("Words.", "Replace text: "), ("", "Add a text: ")])
def test_title_says_whether_there_is_a_text_to_replace(text: str, title: str) -> None:
    assert text_form(a_review(rating=7, text=text)).title == f"{title}The Missing Picture (2013)"
