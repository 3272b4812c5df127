from functools import partial
from typing import Any

import pytest

from sandbox.errors import Json
from sandbox.validate.commands import check_command

from .refusals import NO_DICT, NO_LIST, NO_MODEL, REQUIRED, Limit, at_least, at_most, between, each, longest, refusal


def command(**keys: Any) -> Json:
    return {"name": "film", "description": "Look a film up", **keys}


def menu(**keys: Any) -> Json:
    return {"type": 3, "name": "Report this review", **keys}


def option(name: str = "title", **keys: Any) -> Json:
    return {"type": 3, "name": name, "description": "The film's title", **keys}


def with_option(**keys: Any) -> Json:
    return command(options=[option(**keys)])


def sub(name: str, *options: Json, **keys: Any) -> Json:
    return {"type": 1, "name": name, "description": "A part", "options": list(options), **keys}


def group(name: str, *options: Json) -> Json:
    return sub(name, *options, type=2)


def choices(number: int) -> list[Json]:
    return [{"name": f"c{index}", "value": str(index)} for index in range(number)]


def with_choice(kind: int = 3, **keys: Any) -> Json:
    return with_option(type=kind, choices=[{"name": "c", "value": "v", **keys}])


REGEX = ("STRING_TYPE_REGEX", "String value did not match validation regex.")
BAD_NAME = ("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
BOOLEAN = ("BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
TWICE = ("SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value")
LIMITS = [
    Limit("name", command(name="x" * 32), command(name="x" * 33), "name", *between(1, 32)),
    Limit("empty name", command(), command(name=""), "name", *between(1, 32)),
    Limit("missing name", command(), command(name=None), "name", *REQUIRED),
    Limit("a name of two words", command(name="add-review_1"), command(name="add review"), "name", *REGEX),
    Limit("a name with a sign", command(name="film's"), command(name="film!"), "name", *REGEX),
    Limit("a name in capitals", command(name="été"), command(name="Film"), "name", *BAD_NAME),
    Limit(
        "description", command(description="x" * 100), command(description="x" * 101), "description", *between(1, 100)
    ),
    Limit("missing description", command(), command(description=None), "description", *REQUIRED),
    Limit(
        "type",
        command(type=1),
        command(type=9),
        "type",
        "BASE_TYPE_CHOICES",
        "Value must be one of (1, 2, 3).",
    ),
    Limit(
        "name in another language",
        command(name_localizations={"de": "film"}),
        command(name_localizations={"de": "Film"}),
        "name_localizations.de",
        *BAD_NAME,
    ),
    Limit(
        "description in another language",
        command(description_localizations={"fr": "x" * 100}),
        command(description_localizations={"fr": "x" * 101}),
        "description_localizations.fr",
        *between(1, 100),
    ),
    Limit(
        "languages' type",
        command(name_localizations=None),
        command(name_localizations=[]),
        "name_localizations",
        *NO_DICT,
    ),
    Limit(
        "description of a menu entry",
        menu(description=""),
        menu(description="d"),
        "description",
        "APPLICATION_COMMAND_INVALID_DESCRIPTION",
        "Context menu commands cannot have description",
    ),
    Limit(
        "options of a menu entry",
        menu(options=[]),
        menu(options=[option()]),
        "options",
        "APPLICATION_COMMAND_INVALID_OPTIONS",
        "Context menu commands cannot have options",
    ),
    Limit("name of a menu entry", menu(name="Report This Review!"), menu(name="   "), "name", *between(1, 32)),
    Limit(
        "number of options",
        command(options=[option(f"o{number}") for number in range(25)]),
        command(options=[option(f"o{number}") for number in range(26)]),
        "options",
        *longest(25),
    ),
    Limit("options' type", command(options=[]), command(options={}), "options", *NO_LIST),
    Limit("option's type", with_option(), command(options=["title"]), "options.0", *NO_MODEL),
    Limit(
        "kind of option",
        with_option(type=11),
        with_option(type=12),
        "options.0",
        "UNION_TYPE_CHOICES",
        'Value of field "type" must be one of (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).',
    ),
    Limit("option's name", with_option(name="x" * 32), with_option(name="x" * 33), "options.0.name", *between(1, 32)),
    Limit("option's name in capitals", with_option(), with_option(name="Title"), "options.0.name", *BAD_NAME),
    Limit(
        "option's description", with_option(), with_option(description=""), "options.0.description", *between(1, 100)
    ),
    Limit("required", with_option(required=True), with_option(required=1), "options.0.required", *BOOLEAN),
    Limit(
        "required after optional",
        command(options=[option("a", required=True), option("b"), option("c")]),
        command(options=[option("a"), option("b", required=True)]),
        "options.1",
        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        "Required options must be placed before non-required options",
    ),
    Limit(
        "option twice",
        command(options=[option("a"), option("b")]),
        command(options=[option("a"), option("a")]),
        "options.1",
        "APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
        "Option name a is already used in these options",
    ),
    Limit(
        "number of choices",
        with_option(choices=choices(25)),
        with_option(choices=choices(26)),
        "options.0.choices",
        *longest(25),
    ),
    Limit(
        "choice's name",
        with_choice(name="x" * 100),
        with_choice(name="x" * 101),
        "options.0.choices.0.name",
        *between(1, 100),
    ),
    Limit(
        "choice's text",
        with_choice(value="x" * 100),
        with_choice(value="x" * 101),
        "options.0.choices.0.value",
        *longest(100),
    ),
    Limit(
        "choice without value", with_choice(value=""), with_choice(value=None), "options.0.choices.0.value", *REQUIRED
    ),
    Limit(
        "choice's number",
        with_choice(4, value=5),
        with_choice(4, value="5"),
        "options.0.choices.0.value",
        "NUMBER_TYPE_COERCE",
        'Value "5" is not int.',
    ),
    Limit(
        "choice's size",
        with_choice(4, value=2**53 - 1),
        with_choice(4, value=2**53),
        "options.0.choices.0.value",
        *at_most(2**53 - 1),
    ),
    Limit(
        "choice's fraction",
        with_choice(10, value=0.5),
        with_choice(10, value=float("nan")),
        "options.0.choices.0.value",
        "NUMBER_TYPE_COERCE",
        'Value "nan" is not float.',
    ),
    Limit(
        "choice twice",
        with_option(choices=choices(2)),
        with_option(choices=[*choices(1), {"name": "c0", "value": "other"}]),
        "options.0.choices.1",
        "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_DUPLICATED",
        "The specified choice name is already used",
    ),
    Limit(
        "choices and autocomplete",
        with_option(autocomplete=True, choices=[]),
        with_option(autocomplete=True, choices=choices(1)),
        "options.0.autocomplete",
        "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE_EXCLUSIVE",
        "Options cannot have both choices and autocomplete",
    ),
    Limit("shortest text", with_option(min_length=0), with_option(min_length=-1), "options.0.min_length", *at_least(0)),
    Limit(
        "longest text",
        with_option(max_length=6000),
        with_option(max_length=6001),
        "options.0.max_length",
        *at_most(6000),
    ),
    Limit(
        "longest text's start",
        with_option(max_length=1),
        with_option(max_length=0),
        "options.0.max_length",
        *at_least(1),
    ),
    Limit(
        "shortest above longest",
        with_option(min_length=3, max_length=3),
        with_option(min_length=4, max_length=3),
        "options.0.min_length",
        *at_most(3, "min_length"),
    ),
    Limit(
        "least above most",
        with_option(type=4, min_value=1, max_value=1),
        with_option(type=4, min_value=2, max_value=1),
        "options.0.min_value",
        *at_most(1, "min_value"),
    ),
    Limit(
        "least of whole numbers",
        with_option(type=10, min_value=0.5),
        with_option(type=4, min_value=0.5),
        "options.0.min_value",
        "NUMBER_TYPE_COERCE",
        'Value "0.5" is not int.',
    ),
    Limit(
        "channel types",
        with_option(type=7, channel_types=[0, 5]),
        with_option(type=7, channel_types=[99]),
        "options.0.channel_types.0",
        "BASE_TYPE_CHOICES",
        "Value must be one of (0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16).",
    ),
    Limit(
        "sub-commands beside options",
        command(options=[sub("show"), group("more", sub("all"))]),
        command(options=[sub("show"), option()]),
        "options.1",
        "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
        "Sub-command and sub-command group option types are mutually exclusive to all other types",
    ),
    Limit(
        "sub-command in a sub-command",
        command(options=[sub("show", option())]),
        command(options=[sub("show", sub("all"))]),
        "options.0.options.0",
        "UNION_TYPE_CHOICES",
        'Value of field "type" must be one of (3, 4, 5, 6, 7, 8, 9, 10, 11).',
    ),
    Limit(
        "option in a group",
        command(options=[group("more", sub("all", option()))]),
        command(options=[group("more", option())]),
        "options.0.options.0",
        "UNION_TYPE_CHOICES",
        'Value of field "type" must be one of (1,).',
    ),
    Limit("contexts", command(contexts=[0, 1, 2]), command(contexts=[]), "contexts", *between(1, 3)),
    Limit("a context twice", command(contexts=[0]), command(contexts=[0, 0]), "contexts.1", *TWICE),
    Limit(
        "kind of context",
        command(contexts=[2]),
        command(contexts=[3]),
        "contexts.0",
        "BASE_TYPE_CHOICES",
        "Value must be one of (0, 1, 2).",
    ),
    Limit(
        "kind of installation",
        command(integration_types=[0, 1]),
        command(integration_types=[2]),
        "integration_types.0",
        "BASE_TYPE_CHOICES",
        "Value must be one of (0, 1).",
    ),
    Limit(
        "permissions",
        command(default_member_permissions="32"),
        command(default_member_permissions="manage_guild"),
        "default_member_permissions",
        "NUMBER_TYPE_COERCE",
        'Value "manage_guild" is not int.',
    ),
    Limit(
        "permissions as a number",
        command(default_member_permissions=32),
        command(default_member_permissions=-1),
        "default_member_permissions",
        *at_least(0),
    ),
    Limit("nsfw", command(nsfw=False), command(nsfw="no"), "nsfw", *BOOLEAN),
]


@each(LIMITS)
def test_a_command_within_its_limits_is_taken_and_one_beyond_is_refused(limit: Limit) -> None:
    assert refusal(partial(check_command, limit.kept)) == {}
    assert refusal(partial(check_command, limit.broken)) == {limit.place: [(limit.code, limit.message)]}


@pytest.mark.parametrize("name", ["หนัง", "चित्रपट", "映画", "фильм", "l'image", "été-2", "1917"])
def test_names_in_every_script_are_taken(name: str) -> None:
    check_command(command(name=name))
