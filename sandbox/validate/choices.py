"""Choices of a command's option: those it is registered with, and those that autocomplete offers."""

import math
from typing import Final

from sandbox.validate import rules
from sandbox.validate.fields import Fields, is_integer
from sandbox.validate.localizations import check_localizations

MOST_CHOICES: Final = 25
LONGEST_CHOICE: Final = 100

STRING: Final = 3
INTEGER: Final = 4
NUMBER: Final = 10
LARGEST_INTEGER: Final = 2**53 - 1
"""Clients keep integers as doubles."""


def check_choices(owner: Fields, option_type: int | None) -> None:
    """Note what is wrong with `owner`'s list of choices, whose values suit `option_type` (None: any that has some)."""
    for choice in owner.objects("choices", MOST_CHOICES):
        choice.text("name", LONGEST_CHOICE, least=1, is_required=True)
        check_localizations(choice, "name_localizations", LONGEST_CHOICE)
        if choice.require("value"):
            _check_value(choice, option_type)


def check_number(owner: Fields, key: str, option_type: int) -> float | None:
    """Note a number that does not suit the option's type; the number when it does."""
    value = owner.get(key)
    if value is None:
        return None

    if option_type == INTEGER:
        return owner.integer(key, -LARGEST_INTEGER, LARGEST_INTEGER)

    if is_number(value):
        return value

    owner.fail(key, rules.not_a_number(value, "float"))
    return None


def is_number(value: object) -> bool:
    """Whether `value` is a number of JSON that a double can hold."""
    if isinstance(value, float):
        return math.isfinite(value)

    return is_integer(value) and isinstance(value, int) and abs(value) <= LARGEST_INTEGER


def _check_value(choice: Fields, option_type: int | None) -> None:
    value = choice.get("value")
    if option_type is None:
        option_type = STRING if isinstance(value, str) else NUMBER

    if option_type == STRING:
        choice.text("value", LONGEST_CHOICE)
    else:
        check_number(choice, "value", option_type)
