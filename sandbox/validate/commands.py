"""Application commands, as they are registered (Discord's documentation, "Application commands")."""

from collections.abc import Sequence
from typing import Any, Final, cast

from sandbox.errors import FieldErrors, Json, too_many_commands
from sandbox.validate import rules
from sandbox.validate.choices import (
    INTEGER,
    NUMBER,
    STRING,
    check_choices,
    check_number,
)
from sandbox.validate.fields import Fields, as_objects, is_among, top_level
from sandbox.validate.localizations import check_localizations
from sandbox.validate.names import LONGEST_NAME, name_problem
from sandbox.validate.selects import check_channel_types
from sandbox.validate.typed_options import check_options

__all__ = ["check_command", "check_commands", "check_options", "command_size"]

MOST_IN_ONE_REQUEST: Final = 130
MOST_COMMANDS: Final = {1: 100, 2: 15, 3: 15}
"""By type: slash commands, and entries of the user and of the message menu."""

MOST_OPTIONS: Final = 25
LONGEST_DESCRIPTION: Final = 100
LARGEST_COMMAND: Final = 8000
LONGEST_TYPED_TEXT: Final = 6000
LARGEST_PERMISSIONS: Final = 2**63 - 1

CHAT_INPUT: Final = 1
SUB_COMMAND: Final = 1
SUB_COMMAND_GROUP: Final = 2
CHANNEL: Final = 7

_COMMAND_TYPES: Final = (1, 2, 3)
_CONTEXTS: Final = (0, 1, 2)
_INTEGRATION_TYPES: Final = (0, 1)
_ALL_OPTIONS: Final = tuple(range(1, 12))
_VALUE_OPTIONS: Final = tuple(range(3, 12))
_SUB_COMMANDS: Final = (SUB_COMMAND, SUB_COMMAND_GROUP)
_CHOICE_OPTIONS: Final = (STRING, INTEGER, NUMBER)


def check_commands(payloads: list[Json]) -> None:
    """Refuse a list of commands that is to replace all there are, where Discord would. Raises ApiError."""
    errors = FieldErrors()
    if not isinstance(payloads, list):  # pyright: ignore[reportUnnecessaryIsInstance] - it comes from outside
        errors.add((), *rules.LIST)
        errors.raise_if_any()

    items = cast("list[Any]", payloads)
    if len(items) > MOST_IN_ONE_REQUEST:
        errors.add((), *rules.longest(MOST_IN_ONE_REQUEST))
        errors.raise_if_any()

    commands = as_objects(items, (), errors)
    for command in commands:
        _check_command(command)

    errors.raise_if_any()
    _check_names_differ(commands)
    errors.raise_if_any()
    _check_numbers(commands)


def check_command(payload: Json) -> None:
    """Refuse one command that Discord would refuse. Raises ApiError."""
    errors = FieldErrors()
    command = top_level(payload, errors)
    if command is not None:
        _check_command(command)

    errors.raise_if_any()


def command_size(command: Json) -> int:
    """The characters that count towards the 8,000 of a command that is right in itself.

    All names, descriptions and values of choices; of a text in several languages the longest counts.
    """
    options: list[Json] = command.get("options") or []
    return _size_of_texts(command) + sum(_option_size(option) for option in options)


def _option_size(option: Json) -> int:
    """The characters of one option; keys that its type does not have are ignored, whatever they hold."""
    if option["type"] in _SUB_COMMANDS:
        return command_size(option)

    choices: list[Json] = (option.get("choices") or []) if option["type"] in _CHOICE_OPTIONS else []
    values = sum(len(str(choice["value"])) for choice in choices)
    return _size_of_texts(option) + values + sum(_longest_text(choice, "name") for choice in choices)


def _size_of_texts(owner: Json) -> int:
    return _longest_text(owner, "name") + _longest_text(owner, "description")


def _longest_text(owner: Json, key: str) -> int:
    localized: Json = owner.get(f"{key}_localizations") or {}
    return max(len(text or "") for text in (owner.get(key), *localized.values()))


def _check_names_differ(commands: Sequence[Fields]) -> None:
    seen: set[tuple[int, str]] = set()
    for command in commands:
        name = (command.get("type") or CHAT_INPUT, command.get("name"))
        if name in seen:
            command.fail(None, rules.COMMAND_NAME_TWICE)

        seen.add(name)


def _check_numbers(commands: Sequence[Fields]) -> None:
    types = [command.get("type") or CHAT_INPUT for command in commands]
    for kind, most in MOST_COMMANDS.items():
        if types.count(kind) > most:
            raise too_many_commands(most)


def _check_command(command: Fields) -> None:
    is_menu = command.choice("type", _COMMAND_TYPES) in {2, 3}
    _check_name(command, is_menu=is_menu)
    if is_menu:
        _check_menu(command)
    else:
        _check_description(command)
        _check_options(command, _ALL_OPTIONS)

    _check_places(command)
    if not command.is_wrong() and command_size(command.value) > LARGEST_COMMAND:
        command.fail(None, rules.COMMAND_TOO_LARGE)


def _check_menu(command: Fields) -> None:
    if command.text("description", LONGEST_DESCRIPTION):
        command.fail("description", rules.MENU_WITH_DESCRIPTION)

    if command.items("options", MOST_OPTIONS):
        command.fail("options", rules.MENU_WITH_OPTIONS)


def _check_places(command: Fields) -> None:
    """Where and by whom it can be used."""
    for key, choices in (("contexts", _CONTEXTS), ("integration_types", _INTEGRATION_TYPES)):
        values = command.unique(key, len(choices), least=1)
        for index, value in enumerate(values):
            if not is_among(value, choices):
                command.errors.add((*command.path, key, index), *rules.one_of(choices))

    for key in ("nsfw", "dm_permission", "default_permission"):
        command.boolean(key)

    _check_permissions(command)


def _check_permissions(command: Fields) -> None:
    value = command.get("default_member_permissions")
    # Documented as a string of digits; libraries send the number as well.
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= len(str(LARGEST_PERMISSIONS)):
        return

    command.integer("default_member_permissions", 0, LARGEST_PERMISSIONS)


def _check_name(owner: Fields, *, is_menu: bool) -> None:
    def check(fields: Fields, key: str) -> None:
        problem = name_problem(fields.get(key))
        if problem is not None:
            fields.fail(key, problem)

    name = owner.text("name", LONGEST_NAME, least=1, is_required=True)
    if name is not None and not is_menu:
        check(owner, "name")

    check_localizations(owner, "name_localizations", LONGEST_NAME, None if is_menu else check)


def _check_description(owner: Fields) -> None:
    owner.text("description", LONGEST_DESCRIPTION, least=1, is_required=True)
    check_localizations(owner, "description_localizations", LONGEST_DESCRIPTION)


def _check_options(owner: Fields, types: tuple[int, ...]) -> None:
    options = owner.objects("options", MOST_OPTIONS)
    for option in options:
        if not is_among(option.get("type"), types):
            option.fail(None, rules.type_one_of(types))
            continue

        _check_name(option, is_menu=False)
        _check_description(option)
        option.boolean("required")
        _check_option(option)

    if not owner.is_wrong("options"):
        _check_option_order(options)


def _check_option(option: Fields) -> None:
    kind = option.get("type")
    if kind == SUB_COMMAND_GROUP:
        _check_options(option, (SUB_COMMAND,))
    elif kind == SUB_COMMAND:
        _check_options(option, _VALUE_OPTIONS)
    elif kind == CHANNEL:
        check_channel_types(option)
    elif kind in _CHOICE_OPTIONS:
        _check_limits(option, kind)
        _check_choices(option, kind)


def _check_option_order(options: Sequence[Fields]) -> None:
    """Note options beside each other that do not go together."""
    seen: set[str] = set()
    is_optional_seen = False
    is_sub = bool(options) and options[0].get("type") in _SUB_COMMANDS
    for option in options:
        name: str = option.get("name")
        if name in seen:
            option.fail(None, rules.option_name_twice(name))

        if (option.get("type") in _SUB_COMMANDS) != is_sub:
            option.fail(None, rules.OPTIONS_MIXED)

        is_required = option.get("required") is True
        if is_required and is_optional_seen:
            option.fail(None, rules.OPTIONS_ORDER)

        is_optional_seen = is_optional_seen or not is_required
        seen.add(name)


def _check_limits(option: Fields, kind: int) -> None:
    if kind == STRING:
        least: float | None = option.integer("min_length", 0, LONGEST_TYPED_TEXT)
        most: float | None = option.integer("max_length", 1, LONGEST_TYPED_TEXT)
        key = "min_length"
    else:
        least = check_number(option, "min_value", kind)
        most = check_number(option, "max_value", kind)
        key = "min_value"

    if least is not None and most is not None and least > most:
        option.fail(key, rules.not_more_than(most, key))


def _check_choices(option: Fields, kind: int) -> None:
    check_choices(option, kind)
    if option.boolean("autocomplete") and option.get("choices"):
        option.fail("autocomplete", rules.CHOICES_AND_AUTOCOMPLETE)

    if option.is_wrong("choices"):
        return

    seen: set[str] = set()
    for index, choice in enumerate(option.get("choices") or []):
        if choice["name"] in seen:
            option.errors.add((*option.path, "choices", index), *rules.CHOICE_NAME_TWICE)

        seen.add(choice["name"])
