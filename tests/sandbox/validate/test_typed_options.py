from typing import Any

import pytest

from sandbox.errors import Json
from sandbox.validate.commands import check_command, check_options

USER = "1200000000000000001"


def declared(kind: int, **keys: Any) -> Json:
    command: Json = {
        "name": "film",
        "description": "d",
        "options": [{"type": kind, "name": "value", "description": "d", **keys}],
    }
    check_command(command)
    return command


CHOICES = [{"name": "Week", "value": "week"}, {"name": "Month", "value": "month"}]
NUMBERS = [{"name": "One", "value": 1}]


@pytest.mark.parametrize(
    ("kind", "keys", "value"),
    [
        (3, {}, "x"),
        (3, {}, "x" * 6000),
        (3, {"min_length": 2, "max_length": 3}, "xxx"),
        (3, {"min_length": 0}, ""),
        (3, {"choices": CHOICES}, "week"),
        (3, {"autocomplete": True}, "anything"),
        (4, {}, -5),
        (4, {"min_value": 1, "max_value": 10}, 10),
        (4, {"choices": NUMBERS}, 1),
        (5, {}, False),
        (6, {}, USER),
        (7, {}, USER),
        (8, {}, USER),
        (9, {}, USER),
        (10, {}, 0.5),
        (10, {}, 3),
        (11, {}, USER),
    ],
)
def test_a_value_that_suits_its_option_is_sent(kind: int, keys: Json, value: object) -> None:
    assert check_options(declared(kind, **keys), [{"name": "value", "type": kind, "value": value}]) == []


@pytest.mark.parametrize(
    ("kind", "keys", "value", "problem"),
    [
        (3, {}, 5, "must be a text."),
        (3, {}, "", "must be between 1 and 6000 characters long."),
        (3, {}, "x" * 6001, "must be between 1 and 6000 characters long."),
        (3, {"max_length": 3}, "xxxx", "must be between 1 and 3 characters long."),
        (3, {"choices": CHOICES}, "year", '"year" is not one of the choices.'),
        (4, {}, 1.5, "must be a whole number."),
        (4, {}, True, "must be a whole number."),
        (4, {}, "5", "must be a whole number."),
        (4, {"min_value": 1, "max_value": 10}, 11, "must be between 1 and 10."),
        (4, {"choices": NUMBERS}, 2, '"2" is not one of the choices.'),
        (4, {}, 2**53, "must be between -9007199254740991 and 9007199254740991."),
        (5, {}, 1, "must be true or false."),
        (6, {}, "ines", "must be an id."),
        (6, {}, None, "must be an id."),
        (10, {}, "1", "must be a number."),
        (10, {"min_value": 0.5}, 0.4, "must be between 0.5 and 9007199254740991."),
        (11, {}, ["file"], "must be an id."),
    ],
)
def test_a_value_that_does_not_suit_is_told_in_a_sentence(kind: int, keys: Json, value: object, problem: str) -> None:
    assert check_options(declared(kind, **keys), [{"name": "value", "value": value}]) == [f"value: {problem}"]


def test_a_required_option_must_be_filled_in() -> None:
    command = declared(3, required=True)

    assert check_options(command, []) == ["value: must be filled in."]
    assert check_options(declared(3), []) == []


def test_an_option_that_is_not_there_or_is_given_twice_is_told() -> None:
    twice = [{"name": "value", "value": "x"}, {"name": "value", "value": "y"}]

    assert check_options(declared(3), [{"name": "other", "value": "x"}]) == ['The command has no option "other".']
    assert check_options(declared(3), twice) == ["value: is given twice."]


def test_the_options_kind_must_be_the_commands() -> None:
    assert check_options(declared(3), [{"name": "value", "type": 4, "value": "x"}]) == [
        "value: must be an option of type 3."
    ]


NESTED: Json = {
    "name": "privacy",
    "description": "d",
    "options": [
        {"type": 1, "name": "export", "description": "d"},
        {
            "type": 2,
            "name": "hide",
            "description": "d",
            "options": [
                {
                    "type": 1,
                    "name": "from",
                    "description": "d",
                    "options": [{"type": 6, "name": "member", "description": "d", "required": True}],
                }
            ],
        },
    ],
}


def hide(*options: Json) -> list[Json]:
    return [{"type": 2, "name": "hide", "options": [{"type": 1, "name": "from", "options": list(options)}]}]


def test_sub_commands_are_followed_to_their_options() -> None:
    assert check_options(NESTED, [{"type": 1, "name": "export"}]) == []
    assert check_options(NESTED, hide({"name": "member", "type": 6, "value": USER})) == []
    assert check_options(NESTED, hide()) == ["member: must be filled in."]


@pytest.mark.parametrize("options", [[], [{"name": "other"}], [{"name": "export"}, {"name": "export"}]])
def test_one_sub_command_must_be_chosen(options: list[Json]) -> None:
    assert check_options(NESTED, options) == ["Choose one of export, hide."]


def test_while_typing_nothing_is_required_and_anything_may_stand_in_the_field() -> None:
    command = declared(4, required=True, min_value=1, autocomplete=True)

    assert check_options(command, [], is_partial=True) == []
    assert check_options(command, [{"name": "value", "value": "ab", "focused": True}], is_partial=True) == []


@pytest.mark.parametrize("options", [None, {}, "x", [1], [{}], [{"name": 5}]])
def test_options_of_a_wrong_form_are_told_and_never_raise(options: Any) -> None:
    assert check_options(declared(3), options) != []
