"""What a member typed into a command's options, held against the command, as Discord's client does before sending."""

from collections.abc import Callable, Sequence
from typing import Any, Final, cast

from sandbox.errors import Json
from sandbox.validate.choices import LARGEST_INTEGER, is_number
from sandbox.validate.fields import is_id, is_integer

LONGEST_TYPED_TEXT: Final = 6000

_SUB_COMMANDS: Final = (1, 2)
_STRING: Final = 3
_INTEGER: Final = 4
_BOOLEAN: Final = 5
_NUMBER: Final = 10
_WITH_CHOICES: Final = (_STRING, _INTEGER, _NUMBER)


def check_options(command: Json, options: list[Json], *, is_partial: bool = False) -> list[str]:
    """Why the client would not send these options; an empty list when it would.

    `command` is one that `check_command` has accepted. With `is_partial` (autocomplete, where the member is still
    typing) nothing is required yet, and the option that carries `focused` may hold anything typed so far.
    """
    return _check_level(command, options, is_partial=is_partial)


def _check_level(command: Json, options: object, *, is_partial: bool) -> list[str]:
    declared: list[Json] = command.get("options") or []
    known = {option["name"]: option for option in declared}
    if not isinstance(options, list):
        return ["The options must be a list."]

    typed = cast("list[Json]", options)
    if not all(_is_named(option) for option in typed):
        return ["Each option must be an object with a name."]

    is_sub = any(option["type"] in _SUB_COMMANDS for option in known.values())
    if is_sub:
        return _check_sub_command(known, typed, is_partial=is_partial)

    problems = _check_names(known, typed, is_partial=is_partial)
    for option in typed:
        if option["name"] in known and not (is_partial and option.get("focused") is True):
            problem = _problem(known[option["name"]], option)
            problems += [f"{option['name']}: {problem}"] if problem else []

    return problems


def _is_named(option: object) -> bool:
    return isinstance(option, dict) and isinstance(cast("Json", option).get("name"), str)


def _check_sub_command(known: dict[str, Json], typed: Sequence[Json], *, is_partial: bool) -> list[str]:
    if len(typed) != 1 or typed[0]["name"] not in known:
        return [f"Choose one of {', '.join(known)}."]

    return _check_level(known[typed[0]["name"]], typed[0].get("options") or [], is_partial=is_partial)


def _check_names(known: dict[str, Json], typed: Sequence[Json], *, is_partial: bool) -> list[str]:
    names: list[str] = [option["name"] for option in typed]
    problems = [f'The command has no option "{name}".' for name in names if name not in known]
    problems += [f"{name}: is given twice." for name in sorted(set(names)) if names.count(name) > 1]
    if is_partial:
        return problems

    missing = [name for name, option in known.items() if option.get("required") is True and name not in names]
    return problems + [f"{name}: must be filled in." for name in missing]


def _problem(option: Json, typed: Json) -> str | None:
    """What is wrong with one typed value; None when nothing is."""
    kind: int = option["type"]
    value = typed.get("value")
    if typed.get("type", kind) != kind:
        return f"must be an option of type {kind}."

    problem = _READERS.get(kind, _entity_problem)(option, value)
    has_choices = kind in _WITH_CHOICES and bool(option.get("choices"))
    if problem is None and has_choices and not _is_choice(option, value):
        return f'"{value}" is not one of the choices.'

    return problem


def _is_choice(option: Json, value: object) -> bool:
    return any(choice["value"] == value for choice in option["choices"])


def _text_problem(option: Json, value: object) -> str | None:
    if not isinstance(value, str):
        return "must be a text."

    least = _or_default(option.get("min_length"), 1)
    most = _or_default(option.get("max_length"), LONGEST_TYPED_TEXT)
    if not least <= len(value) <= most:
        return f"must be between {least} and {most} characters long."

    return None


def _integer_problem(option: Json, value: object) -> str | None:
    if not is_integer(value) or not isinstance(value, int):
        return "must be a whole number."

    return _range_problem(option, value)


def _number_problem(option: Json, value: object) -> str | None:
    if not is_number(value) or not isinstance(value, int | float):
        return "must be a number."

    return _range_problem(option, value)


def _range_problem(option: Json, value: float) -> str | None:
    least: float = _or_default(option.get("min_value"), -LARGEST_INTEGER)
    most: float = _or_default(option.get("max_value"), LARGEST_INTEGER)
    return None if least <= value <= most else f"must be between {least} and {most}."


def _boolean_problem(_: Json, value: object) -> str | None:
    return None if isinstance(value, bool) else "must be true or false."


def _entity_problem(_: Json, value: object) -> str | None:
    """Of a user, channel, role or file only the id can be judged here."""
    return None if isinstance(value, str) and is_id(value) else "must be an id."


def _or_default(value: Any, default: int) -> Any:
    return default if value is None else value


_READERS: Final[dict[int, Callable[[Json, object], str | None]]] = {
    _STRING: _text_problem,
    _INTEGER: _integer_problem,
    _BOOLEAN: _boolean_problem,
    _NUMBER: _number_problem,
}
