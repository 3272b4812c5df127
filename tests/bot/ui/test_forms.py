from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.custom_ids import CustomId, SubmitReview
from bot.ui.forms import BOXES, RATING, TAGS, TEXT, WATCHED_ON, read_review_form, review_form
from data.models import TAG_LENGTH, TAG_LIMIT, Film, ReviewForm
from sandbox.validate.modals import check_modal, fill_modal
from tests.bot.ui.things import films, forms, some
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
    components, problems = fill_modal(review_form(film or a_film(), form).to_dict(), typed)
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
    modal = review_form(film, form).to_dict()

    check_modal(modal)
    assert CustomId.parse(modal["custom_id"]) == SubmitReview(film=film.key)


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
    modal: Any = review_form(a_film(title="The Missing Picture"), FILLED).to_dict()
    rating, text, watched_on, tags, boxes = (label["component"] for label in modal["components"])

    assert modal["title"] == "Review The Missing Picture (2013)"
    assert [option["value"] for option in rating["options"] if option.get("default")] == ["9"]
    assert (text["value"], watched_on["value"], tags["value"]) == (FILLED.text, "2026-11-20", "memory, clay")
    assert all(option["default"] for option in boxes["options"])


def test_blank_form_asks_for_nothing_in_particular() -> None:
    modal: Any = review_form(a_film(), ReviewForm()).to_dict()
    fields = [label["component"] for label in modal["components"]]

    assert not any(field.get("required", True) for field in fields)
    assert not any(field.get("value") for field in fields)


def test_ratings_are_told_in_words_as_well() -> None:
    modal: Any = review_form(a_film(), ReviewForm()).to_dict()
    labels = [option["label"] for option in modal["components"][0]["component"]["options"]]

    assert labels[0] == "No rating"
    assert [label.split(maxsplit=1)[1] for label in labels[1:]] == [
        f"{half / 2:g} out of 5" for half in range(10, 0, -1)
    ]


def test_tags_that_a_review_takes_fit_the_form() -> None:
    tags = ", ".join(f"{number:0{TAG_LENGTH}}" for number in range(TAG_LIMIT))

    assert read_review_form(submitted(ReviewForm(tags=tags))).tags == tags
