from typing import Any

import pytest

from sandbox.errors import FieldErrors, Json
from sandbox.validate.components import check_components

from .refusals import NO_LIST, NO_MODEL, REQUIRED, Limit, at_least, at_most, between, each, longest, refusal


def said(components: object) -> dict[str, list[tuple[str, str]]]:
    errors = FieldErrors()
    check_components(components, ("components",), errors)
    return refusal(errors.raise_if_any)


def row(*components: Any) -> Json:
    return {"type": 1, "components": list(components)}


def button(number: int = 0, **keys: Any) -> Json:
    button = {"type": 2, "style": 1, "label": "Like", "custom_id": f"like:{number}", **keys}
    return {key: value for key, value in button.items() if value is not None}


def link(**keys: Any) -> Json:
    link: Json = {"style": 5, "custom_id": None, "url": "https://example.com", **keys}
    return button(0, **link)


def options(number: int, **keys: Any) -> list[Json]:
    return [{"label": f"o{index}", "value": str(index), **keys} for index in range(number)]


def select(number_of_options: int = 3, **keys: Any) -> Json:
    return {"type": 3, "custom_id": "films", "options": options(number_of_options), **keys}


def with_option(**keys: Any) -> Json:
    return select(options=[{"label": "l", "value": "v", **keys}])


def people(**keys: Any) -> Json:
    return {"type": 5, "custom_id": "people", **keys}


BOTH = ("BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
ID = "1200000000000000001"
EMOJI = ("BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji")
LIMITS = [
    Limit("label of a button", button(label="x" * 80), button(label="x" * 81), "label", *longest(80)),
    Limit("custom id", button(custom_id="x" * 100), button(custom_id="x" * 101), "custom_id", *between(1, 100)),
    Limit("empty custom id", button(custom_id="x"), button(custom_id=""), "custom_id", *between(1, 100)),
    Limit(
        "missing custom id",
        button(),
        button(custom_id=None),
        "custom_id",
        "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED",
        "A custom id is required",
    ),
    Limit(
        "neither label nor emoji",
        button(label=None, emoji={"name": "⭐"}),
        button(label=None),
        "",
        "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED",
        "A button must have a label or an emoji",
    ),
    Limit("style", button(), button(style=None), "style", *REQUIRED),
    Limit(
        "kind of style",
        button(style=4),
        button(style=7),
        "style",
        "BASE_TYPE_CHOICES",
        "Value must be one of (1, 2, 3, 4, 5, 6).",
    ),
    Limit(
        "link without address",
        link(),
        link(url=None),
        "url",
        "BUTTON_COMPONENT_URL_REQUIRED",
        "A url is required",
    ),
    Limit(
        "scheme of a link",
        link(url="discord://-/settings"),
        link(url="ftp://example.com"),
        "url",
        "URL_TYPE_INVALID_SCHEME",
        "Scheme \"ftp\" is not supported. Scheme must be one of ('http', 'https', 'discord').",
    ),
    Limit(
        "length of a link",
        link(url="https://a/" + "x" * 502),
        link(url="https://a/" + "x" * 503),
        "url",
        *longest(512),
    ),
    Limit("emoji", button(emoji={"name": "⭐"}), button(emoji={"name": "★"}), "emoji.name", *EMOJI),
    Limit("empty emoji", button(emoji={"name": "👍🏽"}), button(emoji={}), "emoji.name", *EMOJI),
    Limit(
        "own emoji",
        button(emoji={"id": ID, "name": "reel", "animated": False}),
        button(emoji={"id": "reel", "name": "reel"}),
        "emoji.id",
        "NUMBER_TYPE_COERCE",
        'Value "reel" is not snowflake.',
    ),
    Limit("emoji's type", button(emoji={"name": "⭐"}), button(emoji="⭐"), "emoji", *NO_MODEL),
    Limit(
        "disabled",
        button(disabled=True),
        button(disabled="yes"),
        "disabled",
        "BOOLEAN_TYPE_CONVERT",
        "Must be either true or false.",
    ),
    Limit(
        "premium",
        button(style=6, sku_id=ID, label=None, custom_id=None),
        button(style=6, sku_id=ID, custom_id=None),
        "",
        "BUTTON_COMPONENT_PREMIUM_EXCLUSIVE",
        "A premium button has a sku id and no custom id, label, url or emoji",
    ),
    Limit("component's number", button(id=0), button(id=-1), "id", *at_least(0)),
    Limit("number of options", select(25), select(26), "options", *between(1, 25)),
    Limit("no options", select(1), select(0), "options", *between(1, 25)),
    Limit("missing options", select(1), people(type=3), "options", *REQUIRED),
    Limit("placeholder", select(placeholder="x" * 150), select(placeholder="x" * 151), "placeholder", *longest(150)),
    Limit("select's custom id", select(custom_id="x"), select(custom_id=None), "custom_id", *REQUIRED),
    Limit(
        "option's label",
        with_option(label="x" * 100),
        with_option(label="x" * 101),
        "options.0.label",
        *between(1, 100),
    ),
    Limit("blank label", with_option(label="x"), with_option(label="  "), "options.0.label", *between(1, 100)),
    Limit(
        "option's value",
        with_option(value="x" * 100),
        with_option(value="x" * 101),
        "options.0.value",
        *between(1, 100),
    ),
    Limit("missing value", with_option(), with_option(value=None), "options.0.value", *REQUIRED),
    Limit(
        "option's description",
        with_option(description="x" * 100),
        with_option(description="x" * 101),
        "options.0.description",
        *longest(100),
    ),
    Limit(
        "option's emoji",
        with_option(emoji={"name": "🎬"}),
        with_option(emoji={"name": "☆"}),
        "options.0.emoji.name",
        *EMOJI,
    ),
    Limit(
        "value twice",
        select(2),
        select(options=[*options(2), {"label": "again", "value": "0"}]),
        "options.2",
        "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
        "The specified option value is already used",
    ),
    Limit("least", select(min_values=0), select(min_values=-1), "min_values", *at_least(0)),
    Limit(
        "least's end", select(25, min_values=25, max_values=25), select(25, min_values=26), "min_values", *at_most(25)
    ),
    Limit("most", select(max_values=1), select(max_values=0), "max_values", *at_least(1)),
    Limit("most's end", select(25, max_values=25), select(25, max_values=26), "max_values", *at_most(25)),
    Limit(
        "least above most",
        select(min_values=2, max_values=2),
        select(min_values=2, max_values=1),
        "min_values",
        *at_most(1, "min_values"),
    ),
    Limit(
        "least above the usual most",
        select(min_values=1),
        select(min_values=2),
        "min_values",
        *at_most(1, "min_values"),
    ),
    Limit(
        "most above the options",
        select(3, max_values=3),
        select(3, max_values=4),
        "options",
        "BASE_TYPE_MIN_LENGTH",
        "Must be 4 or more in length.",
    ),
    Limit(
        "number of defaults",
        select(options=options(2, default=True), max_values=2),
        select(options=options(2, default=True)),
        "options",
        "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
        "The specified number of default values exceeds the specified maximum values",
    ),
    Limit(
        "defaults of people",
        people(default_values=[{"id": ID, "type": "user"}]),
        people(default_values=[{"id": ID, "type": "role"}]),
        "default_values.0.type",
        "BASE_TYPE_CHOICES",
        "Value must be one of ('user',).",
    ),
    Limit(
        "number of default people",
        people(default_values=[{"id": ID, "type": "user"}] * 2, max_values=2),
        people(default_values=[{"id": ID, "type": "user"}] * 2),
        "default_values",
        "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
        "The specified number of default values exceeds the specified maximum values",
    ),
    Limit(
        "channel types",
        people(type=8, channel_types=[0, 5]),
        people(type=8, channel_types=[0, 0]),
        "channel_types.1",
        "SET_TYPE_ALREADY_CONTAINS_VALUE",
        "The set already contains this value",
    ),
]


@each(LIMITS)
def test_a_component_within_its_limits_is_taken_and_one_beyond_is_refused(limit: Limit) -> None:
    place = f"components.0.components.0.{limit.place}".rstrip(".")

    assert said([row(limit.kept)]) == {}
    assert said([row(limit.broken)]) == {place: [(limit.code, limit.message)]}


def test_a_message_has_five_rows_and_no_more() -> None:
    rows = [row(button(number)) for number in range(6)]

    assert said(rows[:5]) == {}
    assert said(rows) == {"components": [longest(5)]}


def test_a_row_has_five_buttons_and_no_more() -> None:
    buttons = [button(number) for number in range(6)]

    assert said([row(*buttons[:5])]) == {}
    assert said([row(*buttons)]) == {"components.0.components": [between(1, 5)]}


def test_a_row_without_components_is_refused() -> None:
    assert said([row()]) == {"components.0.components": [between(1, 5)]}
    assert said([{"type": 1}]) == {"components.0.components": [REQUIRED]}


@pytest.mark.parametrize(
    ("components", "place"),
    [
        ((select(), button()), "components.0.components.1"),
        ((button(), select()), "components.0.components.1"),
        ((select(), people()), "components.0.components.1"),
    ],
)
def test_a_select_fills_its_row(components: tuple[Json, Json], place: str) -> None:
    assert said([row(*components)]) == {
        place: [("COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")]
    }


def test_a_custom_id_stands_once_in_a_message() -> None:
    twice = ("COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")

    assert said([row(button(1), button(2)), row(select())]) == {}
    assert said([row(button(1), button(1))]) == {"components.0.components.1.custom_id": [twice]}
    assert said([row(button(custom_id="films")), row(select())]) == {"components.1.components.0.custom_id": [twice]}


def test_a_button_has_a_custom_id_or_an_address_and_never_both() -> None:
    both = {"components.0.components.0.custom_id": [BOTH], "components.0.components.0.url": [BOTH]}

    assert said([row(button(url="https://example.com"))]) == both
    assert said([row(link(custom_id="c"))]) == both


@pytest.mark.parametrize("kind", [10, 2, 17, 0, None, "1", True, [1]])
def test_what_is_no_row_is_refused_at_the_top(kind: Any) -> None:
    component: Json = {"type": kind, "content": "c", "components": []}

    assert said([component]) == {"components.0": [("UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1,).')]}


@pytest.mark.parametrize("kind", [1, 4, 10, 18, None])
def test_what_is_neither_button_nor_select_is_refused_in_a_row(kind: int | None) -> None:
    assert said([row({"type": kind, "custom_id": "c"})]) == {
        "components.0.components.0": [
            ("UNION_TYPE_CHOICES", 'Value of field "type" must be one of (2, 3, 5, 6, 7, 8).')
        ]
    }


@pytest.mark.parametrize("kind", [5, 6, 7, 8])
def test_each_select_of_people_roles_and_channels_is_taken(kind: int) -> None:
    assert said([row({"type": kind, "custom_id": "c", "min_values": 0, "max_values": 25})]) == {}


def test_components_of_wrong_types_are_refused_at_their_places() -> None:
    assert said({"type": 1}) == {"components": [NO_LIST]}
    assert said(["row"]) == {"components.0": [NO_MODEL]}
    assert said([row("button")]) == {"components.0.components.0": [NO_MODEL]}
    assert said([{"type": 1, "components": "b"}]) == {"components.0.components": [NO_LIST]}


def test_a_required_select_of_a_message_may_have_nothing_chosen() -> None:
    assert said([row(select(min_values=0, required=True))]) == {}
