"""How a custom id is written and read back: a version, an action and its arguments."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, PlainSerializer, field_validator

from data.models import FILM_KEY_PATTERN, FilmKey, Model

VERSION = "v1"
"""Stands in front of every custom id of ours."""

Key = Annotated[FilmKey, Field(pattern=rf"^{FILM_KEY_PATTERN}$")]
Row = Annotated[int, Field(ge=1, lt=10**15)]
"""A row id of ours. They are given one by one: fifteen digits are never used up, and nineteen would not always fit."""

Snowflake = Annotated[int, Field(ge=1, lt=1 << 63)]
"""An id of Discord's."""

MOST_PAGES = 9_999_999
Number = Annotated[int, Field(ge=1, le=MOST_PAGES)]

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _to_base_36(number: int) -> str:
    digits = ""

    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits

    return digits or "0"


def _from_base_36(value: object) -> object:
    return int(value, 36) if isinstance(value, str) else value


Base36 = Annotated[int, BeforeValidator(_from_base_36), PlainSerializer(_to_base_36, return_type=str)]
"""A number of 0 or more in as few characters as 36 digits allow."""


Moment = Annotated[Base36, Field(ge=0, lt=1 << 37)]
"""Seconds since 1970, up to the year 6325: from there on not every moment is a date in every time zone."""


class UnknownCustomId(ValueError):  # a fact, and a ValueError since it is about a value
    """`custom_id` is none of ours, or one of a later version."""

    def __init__(self, custom_id: str) -> None:
        super().__init__(custom_id)
        self.custom_id = custom_id


class CustomId(Model):
    """The base of all: subclasses name their action and declare their arguments, in the order of writing."""

    action: ClassVar[str]
    _kinds: ClassVar[dict[str, type["CustomId"]]] = {}

    def __init_subclass__(cls, *, action: str) -> None:
        """Make the action known."""
        super().__init_subclass__()
        cls.action = action
        CustomId._kinds[action] = cls

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    def __str__(self) -> str:
        values = ("" if value is None else str(value) for value in self.model_dump(mode="json").values())
        return ":".join((VERSION, self.action, *values))

    @classmethod
    def parse(cls, custom_id: str) -> "CustomId":
        """The request that a custom id stands for. Raises UnknownCustomId."""
        version, _, rest = custom_id.partition(":")
        action, _, arguments = rest.partition(":")
        kind = cls._kinds.get(action)

        if version != VERSION or kind is None:
            raise UnknownCustomId(custom_id)

        names = list(kind.model_fields)
        # A film's key holds a colon itself, so it is always the last argument.
        values = arguments.split(":", len(names) - 1) if names else []

        try:
            request = kind.model_validate(dict(zip(names, values, strict=True)))
        except ValueError:
            raise UnknownCustomId(custom_id) from None

        # Only what we write ourselves: no "+1", "01" or arguments too many.
        if str(request) != custom_id:
            raise UnknownCustomId(custom_id)

        return request
