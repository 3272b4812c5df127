"""Whatever arrives, the answer is Discord's and never a crash."""

import copy
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sandbox.errors import ApiError
from sandbox.validate.callbacks import check_callback
from sandbox.validate.commands import check_command, check_commands, check_options
from sandbox.validate.messages import check_message
from sandbox.validate.modals import check_modal, fill_modal

KEYS = (
    "type id data content embeds components component attachments allowed_mentions nonce flags tts sticker_ids poll "
    "message_reference title description url color timestamp fields footer author image thumbnail name value text "
    "icon_url inline parse users roles replied_user custom_id label style emoji disabled sku_id options placeholder "
    "min_values max_values default default_values channel_types required min_length max_length min_value max_value "
    "choices autocomplete name_localizations description_localizations contexts integration_types nsfw de message_id "
    "default_member_permissions"
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-2, 30)
    | st.sampled_from([2**53, 2**63, 10**40, -(10**40), 0.5, float("inf"), float("nan")])
    | st.sampled_from(["", " ", "a", "⭐", "★", "5", "https://example.com", "http://[", "x" * 101, "\ud800", "Ⅷ"])
    | st.text(max_size=3)
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS.split()), inner, max_size=6),
    max_leaves=25,
)

# The parts that make a payload get far enough to be looked into.
ROWS = st.lists(
    st.fixed_dictionaries(
        {"type": st.sampled_from([1, 10, 18]), "components": st.lists(JSON, max_size=2), "component": JSON}
    ),
    max_size=2,
)
INPUTS = st.dictionaries(st.sampled_from(KEYS.split()), JSON, max_size=5).flatmap(
    lambda keys: st.sampled_from([2, 3, 4, 5, 8, 19, 21, 22, 23]).map(
        lambda kind: {"style": 1, "custom_id": "c", "options": [{"label": "l", "value": "v"}], **keys, "type": kind}
    )
)
PAYLOADS = JSON | st.fixed_dictionaries(
    {"type": st.integers(1, 9)},
    optional={
        "title": st.just("t"),
        "name": st.just("n"),
        "description": st.just("d"),
        "custom_id": st.just("c"),
        "components": ROWS
        | INPUTS.map(lambda part: [{"type": 1, "components": [part]}, {"type": 18, "label": "l", "component": part}]),
        "embeds": st.lists(JSON, max_size=2),
        "options": st.lists(JSON, max_size=2),
        "data": JSON,
        "attachments": JSON,
        "allowed_mentions": JSON,
    },
)

CHECKS: list[Callable[[Any], object]] = [
    check_message,
    lambda payload: check_message(payload, is_edit=True, file_count=1),
    check_modal,
    check_command,
    check_commands,
    lambda payload: check_commands([payload]),
    lambda payload: check_callback(2, payload),
    lambda payload: check_callback(3, {"type": 7, "data": payload}),
    lambda payload: check_callback(4, {"type": 8, "data": payload}),
    lambda payload: check_callback(5, {"type": 4, "data": payload}, is_from_component=True),
    lambda payload: check_callback(2, {"type": 9, "data": payload}),
]


@settings(deadline=None, max_examples=150, database=None)
@given(payload=PAYLOADS)
@example(payload={"name": "n", "description": "d", "choices": 1})
@example(
    payload={"name": "n", "description": "d", "options": [{"type": 5, "name": "n", "description": "d", "choices": 1}]}
)
@example(
    payload={"name": "n", "description": "d", "options": [{"type": 3, "name": "n", "description": "d", "options": 1}]}
)
def test_any_json_is_taken_or_refused_in_discords_form(payload: Any) -> None:
    for check in CHECKS:
        with suppress(ApiError):
            check(payload)


TYPED: list[Any] = [
    {"name": "a", "description": "d", "options": [{"type": kind, "name": "name", "description": "d"} for kind in (3,)]},
    {"name": "a", "description": "d", "options": [{"type": 1, "name": "name", "description": "d"}]},
]


@settings(deadline=None, max_examples=150, database=None)
@given(options=JSON)
@pytest.mark.parametrize("command", TYPED)
def test_any_typed_options_are_judged(command: Any, options: Any) -> None:
    assert isinstance(check_options(command, options), list)
    assert isinstance(check_options(command, [{"name": "name", "value": options, "options": options}]), list)


FORM: Any = {
    "title": "t",
    "custom_id": "c",
    "components": [
        {
            "type": 18,
            "label": str(kind),
            "component": {
                "type": kind,
                "style": 1,
                "custom_id": str(kind),
                "options": [{"label": "l", "value": "v"}, {"label": "m", "value": "w"}],
            },
        }
        for kind in (4, 3, 21, 22, 23)
    ],
}


@settings(deadline=None, max_examples=150, database=None)
@given(values=st.dictionaries(st.sampled_from(["4", "3", "21", "22", "23", "other"]), JSON, max_size=6))
def test_any_values_typed_into_a_form_are_judged(values: Any) -> None:
    components, problems = fill_modal(FORM, values)

    assert len(components) == 5
    assert isinstance(problems, list)


MESSAGE: Any = {
    "content": "c",
    "embeds": [
        {
            "title": "t",
            "fields": [{"name": "n", "value": "v"}],
            "footer": {"text": "f"},
            "author": {"name": "a"},
            "image": {"url": "https://example.com"},
        }
    ],
    "components": [
        {"type": 1, "components": [{"type": 2, "style": 1, "label": "l", "custom_id": "c", "emoji": {"name": "⭐"}}]},
        {"type": 1, "components": [{"type": 3, "custom_id": "d", "options": [{"label": "l", "value": "v"}]}]},
        {"type": 1, "components": [{"type": 5, "custom_id": "e", "default_values": [{"id": "1", "type": "user"}]}]},
    ],
    "attachments": [{"id": "1300000000000000001"}],
    "allowed_mentions": {"parse": [], "users": ["1"]},
    "message_reference": {"message_id": "1"},
}
COMMAND: Any = {
    "name": "n",
    "description": "d",
    "options": [
        {
            "type": kind,
            "name": f"o{kind}",
            "description": "d",
            "choices": [{"name": "n", "value": 1 if kind != 3 else "v"}] if kind in (3, 4, 10) else [],
        }
        for kind in range(3, 12)
    ],
}
NESTED: Any = {
    "name": "n",
    "description": "d",
    "options": [
        {"type": 2, "name": "g", "description": "d", "options": [{"type": 1, "name": "s", "description": "d"}]}
    ],
}
LARGE_FORM: Any = {
    **FORM,
    "components": [
        *FORM["components"][:2],
        *FORM["components"][2:4],
        {"type": 18, "label": "f", "component": {"type": 19, "custom_id": "f"}},
    ],
}
OLD_FORM: Any = {
    "title": "t",
    "custom_id": "c",
    "components": [
        {"type": 10, "content": "c"},
        {"type": 1, "components": [{"type": 4, "style": 1, "custom_id": "c", "label": "l"}]},
        {"type": 18, "label": "l", "component": {"type": 8, "custom_id": "d"}},
    ],
}


def objects_in(payload: Any) -> list[Any]:
    """All JSON objects of a payload, itself included."""
    if isinstance(payload, dict):
        values = list(cast("dict[str, Any]", payload).values())
        return [payload, *objects_in(values)]

    if isinstance(payload, list):
        return [found for value in cast("list[Any]", payload) for found in objects_in(value)]

    return []


@st.composite
def spoilt(draw: st.DrawFn, right: Any) -> Any:
    """A payload that is right but for one or two values, which may be anything."""
    payload = copy.deepcopy(right)
    for _ in range(draw(st.integers(1, 2))):
        draw(st.sampled_from(objects_in(payload)))[draw(st.sampled_from(KEYS.split()))] = draw(JSON)

    return payload


@settings(deadline=None, max_examples=300, database=None)
@given(payload=spoilt(MESSAGE))
def test_a_message_with_one_wrong_value_is_taken_or_refused_in_discords_form(payload: Any) -> None:
    for check in (check_message, partial(check_message, is_edit=True)):
        with suppress(ApiError):
            check(payload)


@settings(deadline=None, max_examples=300, database=None)
@given(
    command=spoilt(COMMAND) | spoilt(NESTED),
    typed=st.fixed_dictionaries({"name": st.sampled_from(["o3", "o4", "o5", "g"]), "value": JSON}),
)
def test_a_command_with_one_wrong_value_is_refused_or_can_be_used(command: Any, typed: Any) -> None:
    with suppress(ApiError):
        check_command(command)

        assert isinstance(check_options(command, [typed]), list)


@settings(deadline=None, max_examples=300, database=None)
@given(modal=spoilt(FORM) | spoilt(LARGE_FORM) | spoilt(OLD_FORM), value=JSON)
def test_a_form_with_one_wrong_value_is_refused_or_can_be_filled(modal: Any, value: Any) -> None:
    with suppress(ApiError):
        check_modal(modal)

        assert isinstance(fill_modal(modal, {"4": value, "c": value, "d": value})[1], list)
