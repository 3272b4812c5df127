import copy
from typing import Any

import pytest

from sandbox.errors import Json
from sandbox.validate.modals import check_modal, fill_modal

OPTIONS: list[Json] = [{"label": value.title(), "value": value} for value in ("one", "two", "three")]
FILE = "1700000000000000001"
ALICE = "1200000000000000001"


def form(component: Json) -> Json:
    modal: Json = {
        "title": "Review",
        "custom_id": "review",
        "components": [{"type": 18, "label": "Field", "component": {"custom_id": "field", **component}}],
    }
    check_modal(modal)
    return modal


def sent(component: Json, *values: Any) -> Json:
    """The one field as it is submitted after typing the value, or after leaving it alone when there is none."""
    components, problems = fill_modal(form(component), {"field": values[0]} if values else {})

    assert problems == []

    return components[0]["component"]


def told(component: Json, *values: Any) -> list[str]:
    return fill_modal(form(component), {"field": values[0]} if values else {})[1]


TEXT: Json = {"type": 4, "style": 2}
LINE: Json = {"type": 4, "style": 1}
SELECT: Json = {"type": 3, "options": OPTIONS}
RADIO: Json = {"type": 21, "options": OPTIONS}
BOXES: Json = {"type": 22, "options": OPTIONS}
BOX: Json = {"type": 23}
UPLOAD: Json = {"type": 19}
PEOPLE: Json = {"type": 5}


def test_a_whole_form_is_submitted_in_discords_shape() -> None:
    modal: Json = {
        "title": "Review",
        "custom_id": "review",
        "components": [
            {"type": 10, "content": "Write what you think."},
            {"type": 18, "label": "Rating", "component": {**SELECT, "custom_id": "rating"}},
            {"type": 18, "label": "Text", "component": {**TEXT, "custom_id": "text"}},
            {"type": 18, "label": "Spoilers", "component": {**BOX, "custom_id": "spoilers"}},
            {"type": 18, "label": "Stills", "component": {**UPLOAD, "custom_id": "stills"}},
        ],
    }
    check_modal(modal)
    shown = copy.deepcopy(modal)

    answer = fill_modal(modal, {"rating": ["two"], "text": "Fine.", "spoilers": True}, attachments={"stills": [FILE]})

    assert answer == (
        [
            {"type": 10, "id": 1},
            {"type": 18, "id": 2, "component": {"type": 3, "id": 3, "custom_id": "rating", "values": ["two"]}},
            {"type": 18, "id": 4, "component": {"type": 4, "id": 5, "custom_id": "text", "value": "Fine."}},
            {"type": 18, "id": 6, "component": {"type": 23, "id": 7, "custom_id": "spoilers", "value": True}},
            {"type": 18, "id": 8, "component": {"type": 19, "id": 9, "custom_id": "stills", "values": [FILE]}},
        ],
        [],
    )
    assert modal == shown


def test_the_old_form_is_submitted_in_rows() -> None:
    modal = {
        "title": "T",
        "custom_id": "c",
        "components": [{"type": 1, "components": [{**TEXT, "custom_id": "field", "label": "Text"}]}],
    }
    check_modal(modal)

    assert fill_modal(modal, {"field": "x"}) == (
        [{"type": 1, "id": 1, "components": [{"type": 4, "id": 2, "custom_id": "field", "value": "x"}]}],
        [],
    )


def test_components_keep_the_numbers_they_came_with() -> None:
    modal = form({**TEXT, "id": 1})

    assert fill_modal(modal, {"field": "x"})[0] == [
        {"type": 18, "id": 2, "component": {"type": 4, "id": 1, "custom_id": "field", "value": "x"}}
    ]


@pytest.mark.parametrize(
    ("component", "key", "value"),
    [
        ({**TEXT, "value": "before"}, "value", "before"),
        ({**TEXT, "required": False}, "value", ""),
        ({**SELECT, "options": [{**OPTIONS[0], "default": True}, OPTIONS[1]]}, "values", ["one"]),
        ({**SELECT, "required": False}, "values", []),
        ({**RADIO, "options": [OPTIONS[0], {**OPTIONS[1], "default": True}]}, "value", "two"),
        ({**RADIO, "required": False}, "value", None),
        ({**BOXES, "options": [{**OPTIONS[0], "default": True}, OPTIONS[1]]}, "values", ["one"]),
        ({**BOX, "default": True}, "value", True),
        (BOX, "value", False),
        ({**PEOPLE, "default_values": [{"id": ALICE, "type": "user"}]}, "values", [ALICE]),
        ({**UPLOAD, "required": False}, "values", []),
    ],
)
def test_a_field_that_was_not_touched_sends_what_it_came_with(component: Json, key: str, value: object) -> None:
    assert sent(component)[key] == value


@pytest.mark.parametrize(
    ("component", "key", "empty"),
    [
        ({**TEXT, "value": "before", "required": False}, "value", ""),
        ({**SELECT, "options": [{**OPTIONS[0], "default": True}], "required": False}, "values", []),
        ({**RADIO, "required": False}, "value", None),
        ({**BOX, "default": True}, "value", False),
    ],
)
def test_null_empties_a_field(component: Json, key: str, empty: object) -> None:
    assert sent(component, None)[key] == empty


@pytest.mark.parametrize(
    ("component", "value"),
    [
        ({**TEXT, "max_length": 5}, "x" * 5),
        ({**TEXT, "min_length": 5}, "x" * 5),
        (TEXT, "x" * 4000),
        (TEXT, "two\nlines"),
        ({**TEXT, "min_length": 5, "required": False}, ""),
    ],
)
def test_a_text_within_its_limits_is_sent_as_it_was_typed(component: Json, value: str) -> None:
    assert sent(component, value)["value"] == value


@pytest.mark.parametrize(
    ("component", "value", "problem"),
    [
        ({**TEXT, "max_length": 5}, "x" * 6, "must be 5 or fewer characters long."),
        ({**TEXT, "min_length": 5}, "x" * 4, "must be 5 or more characters long."),
        (TEXT, "x" * 4001, "must be 4000 or fewer characters long."),
        (TEXT, "", "must be filled in."),
        (TEXT, "  \n", "must be filled in."),
        (TEXT, None, "must be filled in."),
        (TEXT, ["x"], "must be a text."),
        (LINE, "two\nlines", "must be a single line."),
        (SELECT, ["four"], '"four" is not one of the options.'),
        (SELECT, ["one", "two"], "choose at most 1."),
        (SELECT, [], "choose at least 1."),
        (SELECT, None, "choose at least 1."),
        ({**SELECT, "max_values": 2}, ["one", "one"], "chooses something twice."),
        ({**SELECT, "min_values": 2, "max_values": 2}, ["one"], "choose at least 2."),
        (SELECT, "one", "must be a list of texts."),
        (SELECT, [1], "must be a list of texts."),
        (RADIO, None, "choose one."),
        (RADIO, "four", '"four" is not one of the options.'),
        (RADIO, ["one"], "\"['one']\" is not one of the options."),
        (BOXES, [], "choose at least 1."),
        ({**BOXES, "max_values": 1}, ["one", "two"], "choose at most 1."),
        (BOX, "on", "must be true or false."),
        (PEOPLE, ["ines"], '"ines" is no id.'),
        (PEOPLE, [], "choose at least 1."),
        (UPLOAD, None, "choose at least 1."),
    ],
)
def test_what_the_client_would_not_send_is_told_in_a_sentence(component: Json, value: object, problem: str) -> None:
    assert told(component, value) == [f"Field: {problem}"]


def test_values_are_sent_in_the_order_of_the_options() -> None:
    assert sent(BOXES, ["three", "one"])["values"] == ["one", "three"]


def test_an_optional_choice_is_empty_or_complete() -> None:
    pair = {**SELECT, "required": False, "min_values": 2, "max_values": 2}

    assert told(pair, []) == []
    assert told(pair, ["one"]) == ["Field: choose at least 2."]


def test_files_are_counted() -> None:
    modal = form({**UPLOAD, "max_values": 2})

    assert fill_modal(modal, {}, {"field": [FILE, FILE]})[1] == []
    assert fill_modal(modal, {}, {"field": [FILE] * 3})[1] == ["Field: choose at most 2."]


def test_files_cannot_be_typed() -> None:
    assert fill_modal(form(UPLOAD), {"field": [FILE]}, {"field": [FILE]})[1] == [
        "Field: files are uploaded, not typed."
    ]


def test_values_for_fields_that_are_not_there_are_told() -> None:
    modal = form({**TEXT, "required": False})

    assert fill_modal(modal, {"other": "x"}, {"stills": [FILE]})[1] == [
        'The form has no field "other".',
        'The form has no field "stills".',
    ]
