from functools import partial
from typing import Any

import pytest

from sandbox.errors import Json
from sandbox.validate.modals import check_modal

from .refusals import NO_DICT, NO_LIST, NO_MODEL, REQUIRED, Limit, at_least, at_most, between, each, longest, refusal


def label(component: Any, **keys: Any) -> Json:
    return {"type": 18, "label": "Rating", "component": component, **keys}


def modal(*components: Any, **keys: Any) -> Json:
    return {"title": "Review", "custom_id": "review:1", "components": list(components), **keys}


def text(**keys: Any) -> Json:
    return {"type": 4, "custom_id": "text", "style": 2, **keys}


def options(number: int, **keys: Any) -> list[Json]:
    return [{"label": f"o{index}", "value": str(index), **keys} for index in range(number)]


def select(number: int = 3, **keys: Any) -> Json:
    return {"type": 3, "custom_id": "rating", "options": options(number), **keys}


def upload(**keys: Any) -> Json:
    return {"type": 19, "custom_id": "file", **keys}


def radio(number: int = 2, **keys: Any) -> Json:
    return {"type": 21, "custom_id": "radio", "options": options(number), **keys}


def boxes(number: int = 3, **keys: Any) -> Json:
    return {"type": 22, "custom_id": "boxes", "options": options(number), **keys}


def box(**keys: Any) -> Json:
    return {"type": 23, "custom_id": "box", **keys}


ZERO = (
    "SELECT_COMPONENT_REQUIRED_ZERO_MIN_VALUES",
    "Select menus marked as required cannot have a min_values of 0",
)
BOOLEAN = ("BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
DEFAULTS = (
    "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
    "The specified number of default values exceeds the specified maximum values",
)
TWICE = ("SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
LIMITS = [
    Limit(
        "title", modal(label(text()), title="x" * 45), modal(label(text()), title="x" * 46), "title", *between(1, 45)
    ),
    Limit("missing title", modal(label(text())), modal(label(text()), title=None), "title", *REQUIRED),
    Limit(
        "custom id",
        modal(label(text()), custom_id="x" * 100),
        modal(label(text()), custom_id="x" * 101),
        "custom_id",
        *between(1, 100),
    ),
    Limit("missing custom id", modal(label(text())), modal(label(text()), custom_id=None), "custom_id", *REQUIRED),
    Limit(
        "number of components",
        modal(*(label(text(custom_id=str(number))) for number in range(5))),
        modal(*(label(text(custom_id=str(number))) for number in range(6))),
        "components",
        *between(1, 5),
    ),
    Limit("no components", modal(label(text())), modal(), "components", *between(1, 5)),
    Limit("components' type", modal(label(text())), modal(components="text"), "components", *NO_LIST),
    Limit("component's type", modal(label(text())), modal("text"), "components.0", *NO_MODEL),
    Limit(
        "a bare select",
        modal(label(select())),
        modal(select()),
        "components.0",
        "UNION_TYPE_CHOICES",
        'Value of field "type" must be one of (1, 10, 18).',
    ),
    Limit(
        "a select in a row",
        modal({"type": 1, "components": [text(label="Text")]}),
        modal({"type": 1, "components": [select()]}),
        "components.0.components.0",
        "UNION_TYPE_CHOICES",
        'Value of field "type" must be one of (4,).',
    ),
    Limit(
        "label of an input in a row",
        modal({"type": 1, "components": [text(label="x" * 45)]}),
        modal({"type": 1, "components": [text(label="x" * 46)]}),
        "components.0.components.0.label",
        *between(1, 45),
    ),
    Limit(
        "missing label of an input in a row",
        modal({"type": 1, "components": [text(label="x")]}),
        modal({"type": 1, "components": [text()]}),
        "components.0.components.0.label",
        *REQUIRED,
    ),
    Limit(
        "two inputs in a row",
        modal({"type": 1, "components": [text(label="x")]}),
        modal({"type": 1, "components": [text(label="x"), text(label="y", custom_id="y")]}),
        "components.0.components",
        *between(1, 1),
    ),
    Limit(
        "text display",
        modal({"type": 10, "content": "x" * 4000}),
        modal({"type": 10, "content": "x" * 4001}),
        "components.0.content",
        *between(1, 4000),
    ),
    Limit(
        "label",
        modal(label(text(), label="x" * 45)),
        modal(label(text(), label="x" * 46)),
        "components.0.label",
        *between(1, 45),
    ),
    Limit(
        "description",
        modal(label(text(), description="x" * 100)),
        modal(label(text(), description="x" * 101)),
        "components.0.description",
        *between(1, 100),
    ),
    Limit("a label around nothing", modal(label(text())), modal(label(None)), "components.0.component", *REQUIRED),
    Limit(
        "a button in a label",
        modal(label(box())),
        modal(label({"type": 2, "style": 1, "label": "b", "custom_id": "b"})),
        "components.0.component",
        "UNION_TYPE_CHOICES",
        'Value of field "type" must be one of (3, 4, 5, 6, 7, 8, 19, 21, 22, 23).',
    ),
    Limit(
        "custom id twice",
        modal(label(text()), label(select())),
        modal(label(text(custom_id="rating")), label(select())),
        "components.1.component.custom_id",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
        "Component custom id cannot be duplicated",
    ),
]


@each(LIMITS)
def test_a_modal_within_its_limits_is_taken_and_one_beyond_is_refused(limit: Limit) -> None:
    assert refusal(partial(check_modal, limit.kept)) == {}
    assert refusal(partial(check_modal, limit.broken)) == {limit.place: [(limit.code, limit.message)]}


FIELD_LIMITS = [
    Limit("custom id", text(custom_id="x" * 100), text(custom_id="x" * 101), "custom_id", *between(1, 100)),
    Limit("style", text(style=1), text(style=3), "style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2)."),
    Limit("missing style", text(), text(style=None), "style", *REQUIRED),
    Limit("shortest text", text(min_length=0), text(min_length=-1), "min_length", *at_least(0)),
    Limit("shortest text's end", text(min_length=4000), text(min_length=4001), "min_length", *at_most(4000)),
    Limit("longest text", text(max_length=1), text(max_length=0), "max_length", *at_least(1)),
    Limit("longest text's end", text(max_length=4000), text(max_length=4001), "max_length", *at_most(4000)),
    Limit(
        "shortest above longest",
        text(min_length=5, max_length=5),
        text(min_length=6, max_length=5),
        "min_length",
        *at_most(5, "min_length"),
    ),
    Limit("value", text(value="x" * 4000), text(value="x" * 4001), "value", *longest(4000)),
    Limit(
        "value within its own limit",
        text(value="x" * 10, max_length=10),
        text(value="x" * 11, max_length=10),
        "value",
        *longest(10),
    ),
    Limit("placeholder", text(placeholder="x" * 100), text(placeholder="x" * 101), "placeholder", *longest(100)),
    Limit("required", text(required=False), text(required="no"), "required", *BOOLEAN),
    Limit(
        "label within a label",
        text(label=None),
        text(label="Text"),
        "label",
        "TEXT_INPUT_COMPONENT_LABEL_IN_LABEL",
        "A text input inside of a label cannot have a label",
    ),
    Limit("empty label within a label", text(), text(label=""), "label", *between(1, 45)),
    Limit("select's options", select(25), select(26), "options", *between(1, 25)),
    Limit(
        "select's placeholder",
        select(placeholder="x" * 150),
        select(placeholder="x" * 151),
        "placeholder",
        *longest(150),
    ),
    Limit(
        "required select of nothing", select(min_values=0, required=False), select(min_values=0), "min_values", *ZERO
    ),
    Limit(
        "disabled select",
        select(disabled=False),
        select(disabled=True),
        "disabled",
        "SELECT_COMPONENT_DISABLED_IN_MODAL",
        "Select menus in modals cannot be disabled",
    ),
    Limit(
        "least of an upload", upload(min_values=0, required=False), upload(min_values=-1), "min_values", *at_least(0)
    ),
    Limit("required upload of nothing", upload(min_values=1), upload(min_values=0), "min_values", *ZERO),
    Limit("most of an upload", upload(max_values=10), upload(max_values=11), "max_values", *at_most(10)),
    Limit("upload of no file", upload(max_values=1), upload(max_values=0), "max_values", *at_least(1)),
    Limit(
        "upload's least above its most",
        upload(min_values=3, max_values=3),
        upload(min_values=3, max_values=2),
        "min_values",
        *at_most(2, "min_values"),
    ),
    Limit("options of a radio group", radio(10), radio(11), "options", *between(2, 10)),
    Limit("a radio group of one", radio(2), radio(1), "options", *between(2, 10)),
    Limit(
        "defaults of a radio group",
        radio(options=[*options(1, default=True), {"label": "b", "value": "b"}]),
        radio(options=options(2, default=True)),
        "options",
        *DEFAULTS,
    ),
    Limit("radio value twice", radio(), radio(options=[*options(2), *options(1)]), "options.2", *TWICE),
    Limit("options of check boxes", boxes(10), boxes(11), "options", *between(1, 10)),
    Limit("check boxes of one", boxes(1), boxes(0), "options", *between(1, 10)),
    Limit("most check boxes", boxes(10, max_values=10), boxes(10, max_values=11), "max_values", *at_most(10)),
    Limit(
        "most above the check boxes",
        boxes(3, max_values=3),
        boxes(3, max_values=4),
        "options",
        "BASE_TYPE_MIN_LENGTH",
        "Must be 4 or more in length.",
    ),
    Limit(
        "required check boxes of nothing", boxes(min_values=0, required=False), boxes(min_values=0), "min_values", *ZERO
    ),
    Limit(
        "least above the check boxes",
        boxes(3, min_values=3),
        boxes(3, min_values=4),
        "min_values",
        *at_most(3, "min_values"),
    ),
    Limit(
        "defaults of check boxes",
        boxes(options=options(2, default=True)),
        boxes(options=options(2, default=True), max_values=1),
        "options",
        *DEFAULTS,
    ),
    Limit("check box", box(default=True), box(default="on"), "default", *BOOLEAN),
    Limit("check box's custom id", box(), box(custom_id=None), "custom_id", *REQUIRED),
]


@each(FIELD_LIMITS)
def test_a_field_within_its_limits_is_taken_and_one_beyond_is_refused(limit: Limit) -> None:
    assert refusal(partial(check_modal, modal(label(limit.kept)))) == {}
    assert refusal(partial(check_modal, modal(label(limit.broken)))) == {
        f"components.0.component.{limit.place}": [(limit.code, limit.message)]
    }


@pytest.mark.parametrize("kind", [5, 6, 7, 8])
def test_selects_of_people_roles_and_channels_are_taken_in_a_label(kind: int) -> None:
    check_modal(modal(label({"type": kind, "custom_id": "c"})))


@pytest.mark.parametrize("payload", [None, [], "modal", 9])
def test_a_modal_that_is_no_object_is_refused_as_a_whole(payload: Any) -> None:
    assert refusal(partial(check_modal, payload)) == {"": [NO_DICT]}
