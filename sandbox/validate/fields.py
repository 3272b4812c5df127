"""Reading a payload key by key, without trusting that any of it has the type it should have.

A `Fields` is one JSON object of a payload. Each of its methods reads one key, notes what is wrong with it and returns
the value when it can be used, None otherwise. A null counts as absent, as with Discord.
"""

import re
from collections.abc import Sequence
from typing import Any, Final, TypeGuard, cast

from sandbox.errors import FieldErrors, Json, Path
from sandbox.validate import rules
from sandbox.validate.urls import url_problem

LARGEST_ID: Final = 2**63 - 1

_DIGITS = re.compile(r"(0|[1-9][0-9]{0,18})", re.ASCII)


def is_id(value: object) -> TypeGuard[str | int]:
    """Whether `value` can be a snowflake: digits, or the same as an integer."""
    if isinstance(value, str):
        return _DIGITS.fullmatch(value) is not None and int(value) <= LARGEST_ID

    return is_integer(value) and 0 <= cast("int", value) <= LARGEST_ID


def is_integer(value: object) -> bool:
    """Whether `value` is a JSON integer (true and false are none)."""
    return isinstance(value, int) and not isinstance(value, bool)


def length_rule(least: int, most: int) -> rules.Rule:
    """The rule that a length outside of the two limits breaks."""
    return rules.length_between(least, most) if least else rules.longest(most)


class Fields:
    """One JSON object of a payload, at its place in it."""

    def __init__(self, value: Json, path: Path, errors: FieldErrors) -> None:
        self.value = value
        self.path = path
        self.errors = errors

    def fail(self, key: str | None, rule: rules.Rule) -> None:
        """Note that the value of `key` (None: the object itself) breaks `rule`."""
        path = self.path if key is None else (*self.path, key)
        self.errors.add(path, *rule)

    def is_wrong(self, key: str | None = None) -> bool:
        """Whether anything was noted at `key` or below it (None: in the whole object)."""
        return self.errors.has_any(self.path if key is None else (*self.path, key))

    def get(self, key: str) -> Any:
        """The value as it was sent; None when absent."""
        return self.value.get(key)

    def require(self, key: str) -> bool:
        """Whether `key` has a value; notes it when not."""
        if self.get(key) is not None:
            return True

        self.fail(key, rules.REQUIRED)
        return False

    def text(self, key: str, most: int, *, least: int = 0, is_required: bool = False) -> str | None:
        """A string of `least` to `most` characters; a required one must not be blank."""
        if is_required and not self.require(key):
            return None

        value = self.get(key)
        if value is None:
            return None

        if not isinstance(value, str):
            self.fail(key, rules.not_a_string(value))
            return None

        # Discord trims before it measures what must not be empty.
        if len(value) > most or len(value.strip()) < least:
            self.fail(key, length_rule(least, most))
            return None

        if is_required and not value.strip():
            self.fail(key, rules.REQUIRED)
            return None

        return value

    def integer(
        self,
        key: str,
        least: int | None = None,
        most: int | None = None,
        *,
        is_required: bool = False,
    ) -> int | None:
        """An integer within its limits."""
        if is_required and not self.require(key):
            return None

        value = self.get(key)
        if value is None:
            return None

        if not is_integer(value):
            self.fail(key, rules.not_a_number(value))
            return None

        if least is not None and value < least:
            self.fail(key, rules.not_less_than(least))
            return None

        if most is not None and value > most:
            self.fail(key, rules.not_more_than(most))
            return None

        return value

    def choice(self, key: str, choices: Sequence[object], *, is_required: bool = False) -> Any:
        """One of a few integers or strings."""
        if is_required and not self.require(key):
            return None

        value = self.get(key)
        if value is None:
            return None

        if not is_among(value, choices):
            self.fail(key, rules.one_of(choices))
            return None

        return value

    def boolean(self, key: str) -> bool | None:
        """True or false."""
        value = self.get(key)
        if value is None or isinstance(value, bool):
            return value

        self.fail(key, rules.BOOLEAN)
        return None

    def snowflake(self, key: str, *, is_required: bool = False) -> str | None:
        """An id, as digits."""
        if is_required and not self.require(key):
            return None

        value = self.get(key)
        if value is None:
            return None

        if not is_id(value):
            self.fail(key, rules.not_a_number(value, "snowflake"))
            return None

        return str(value)

    def url(self, key: str, most: int, schemes: Sequence[str] = ("http", "https")) -> str | None:
        """A well-formed address."""
        value = self.text(key, most)
        if value is None:
            return None

        problem = url_problem(value, schemes)
        if problem is not None:
            self.fail(key, problem)
            return None

        return value

    def items(self, key: str, most: int, *, least: int = 0, is_required: bool = False) -> list[Any]:
        """A list of `least` to `most` entries, not looked into; empty when absent or not to be used."""
        if is_required and not self.require(key):
            return []

        value = self.get(key)
        if value is None:
            return []

        if not isinstance(value, list):
            self.fail(key, rules.LIST)
            return []

        items = cast("list[Any]", value)
        if not least <= len(items) <= most:
            self.fail(key, length_rule(least, most))
            return []

        return items

    def objects(self, key: str, most: int, *, least: int = 0, is_required: bool = False) -> list["Fields"]:
        """A list of JSON objects; entries that are none are noted and left out."""
        items = self.items(key, most, least=least, is_required=is_required)
        return as_objects(items, (*self.path, key), self.errors)

    def unique(self, key: str, most: int, *, least: int = 0) -> list[Any]:
        """A list in which no value may stand twice."""
        items = self.items(key, most, least=least)
        note_repeated(items, (*self.path, key), self.errors)
        return items

    def object(self, key: str, *, is_required: bool = False) -> "Fields | None":
        """A JSON object inside this one."""
        if is_required and not self.require(key):
            return None

        value = self.get(key)
        if value is None:
            return None

        if not isinstance(value, dict):
            self.fail(key, rules.MODEL)
            return None

        return Fields(cast("Json", value), (*self.path, key), self.errors)


def is_among(value: object, choices: Sequence[object]) -> bool:
    """Whether `value` is one of `choices`, where true is not 1 and 1.0 is not either."""
    return any(type(value) is type(choice) and value == choice for choice in choices)


def as_objects(items: Sequence[Any], path: Path, errors: FieldErrors) -> list[Fields]:
    """The JSON objects of a list, each at its place; entries that are none are noted and left out."""
    objects: list[Fields] = []
    for index, item in enumerate(items):
        if isinstance(item, dict):
            objects.append(Fields(cast("Json", item), (*path, index), errors))
        else:
            errors.add((*path, index), *rules.MODEL)

    return objects


def note_repeated(items: Sequence[Any], path: Path, errors: FieldErrors) -> None:
    """Note each entry that stands in the list before."""
    seen: set[str] = set()
    for index, item in enumerate(items):
        # Ids come as digits and as integers, and are the same.
        key = str(item) if isinstance(item, str | int) else f"{type(item).__name__} {index}"
        if key in seen:
            errors.add((*path, index), *rules.ALREADY_IN_SET)

        seen.add(key)


def top_level(payload: object, errors: FieldErrors, path: Path = ()) -> Fields | None:
    """The payload itself as an object; None, and noted, when it is none."""
    if isinstance(payload, dict):
        return Fields(cast("Json", payload), path, errors)

    errors.add(path, *rules.DICT)
    return None
