from functools import partial
from typing import Any

import pytest

from sandbox.errors import ApiError, Json
from sandbox.validate.commands import check_command, check_commands, command_size

from .refusals import NO_DICT, NO_LIST, NO_MODEL, longest, refusal
from .test_commands import command, menu, option


def size_command(size: int) -> Json:
    """A command whose texts have so many characters in all."""
    options = [
        option(
            f"o{number:02}",
            description="d" * 100,
            choices=[{"name": f"c{number}", "value": "v" * 99} for number in range(2)],
        )
        for number in range(25)
    ]
    filled = command(options=options)
    spare = size - command_size(filled)
    for entry in [choice for each in options for choice in each["choices"]]:
        added = min(spare, 98)
        entry["name"] += "n" * added
        spare -= added

    assert spare == 0

    return filled


def test_a_command_holds_eight_thousand_characters_in_all() -> None:
    assert refusal(partial(check_command, size_command(8000))) == {}
    assert refusal(partial(check_command, size_command(8001))) == {
        "": [("APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")]
    }


def test_of_a_text_in_several_languages_the_longest_counts() -> None:
    assert command_size({"name": "ab", "name_localizations": {"de": "abcd", "fr": "abc"}, "description": "d"}) == 5


def test_commands_are_told_apart_by_name_and_type() -> None:
    twice = ("APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")

    assert refusal(partial(check_commands, [command(), command(name="top"), menu(name="film")])) == {}
    assert refusal(partial(check_commands, [command(), command(type=1)])) == {"1": [twice]}


@pytest.mark.parametrize(("kind", "most"), [(1, 100), (2, 15), (3, 15)])
def test_an_application_has_only_so_many_commands_of_a_type(kind: int, most: int) -> None:
    description = {"description": "d"} if kind == 1 else {}
    commands = [{"type": kind, "name": f"c{number}", **description} for number in range(most + 1)]
    check_commands(commands[:most])

    with pytest.raises(ApiError) as caught:
        check_commands(commands)

    assert (caught.value.code, caught.value.message) == (
        30032,
        f"Maximum number of application commands reached ({most})",
    )


def test_what_is_wrong_with_a_list_of_commands_is_told_with_its_number() -> None:
    assert set(refusal(partial(check_commands, [command(), command(name="Top", description="")]))) == {
        "1.name",
        "1.description",
    }


def test_a_list_of_more_than_all_commands_together_is_refused() -> None:
    assert refusal(partial(check_commands, [command()] * 131)) == {"": [longest(130)]}


@pytest.mark.parametrize(
    ("payload", "place", "rule"), [({}, "", NO_LIST), (None, "", NO_LIST), (["film"], "0", NO_MODEL)]
)
def test_a_list_of_commands_that_is_none_is_refused(payload: Any, place: str, rule: tuple[str, str]) -> None:
    assert refusal(partial(check_commands, payload)) == {place: [rule]}


def test_a_command_that_is_no_object_is_refused_as_a_whole() -> None:
    assert refusal(partial(check_command, [])) == {"": [NO_DICT]}  # pyright: ignore[reportArgumentType] - that is the test
