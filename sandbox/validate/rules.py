"""The rules of Discord's forms: code and message of each, as Discord sends them.

Codes and messages were taken from Discord's documentation and from answers that users of its API have published.
For the few at the end only the refusal itself is documented; their names are the sandbox's own.
"""

import reprlib
from collections.abc import Iterable
from typing import Any, Final

Rule = tuple[str, str]
"""A code and a message."""

REQUIRED: Final = ("BASE_TYPE_REQUIRED", "This field is required")
BOOLEAN: Final = ("BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
LIST: Final = ("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
DICT: Final = ("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
MODEL: Final = ("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
ALREADY_IN_SET: Final = ("SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value")
BAD_URL: Final = ("URL_TYPE_INVALID_URL", "Not a well formed URL.")
REGEX: Final = ("STRING_TYPE_REGEX", "String value did not match validation regex.")

EMBEDS_TOO_LARGE: Final = ("MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")
NONCE_TYPE: Final = ("NONCE_TYPE_INVALID_TYPE", "This field must be a string or integer.")
NONCE_TOO_LONG: Final = ("NONCE_TYPE_TOO_LONG", "Must be 25 or fewer characters long.")
NONCE_OUT_OF_BOUNDS: Final = (
    "NONCE_TYPE_OUT_OF_BOUNDS",
    "Must be between -9223372036854775808 and 9223372036854775807.",
)
ATTACHMENT_NOT_FOUND: Final = ("ATTACHMENT_NOT_FOUND", "Attachment data not found")

CUSTOM_ID_DUPLICATED: Final = (
    "COMPONENT_CUSTOM_ID_DUPLICATED",
    "Component custom id cannot be duplicated",
)
ROW_TOO_WIDE: Final = (
    "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
    "The specified component exceeds the maximum width",
)
INVALID_EMOJI: Final = ("BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji")
BUTTON_WITHOUT_CUSTOM_ID: Final = ("BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required")
BUTTON_WITHOUT_URL: Final = ("BUTTON_COMPONENT_URL_REQUIRED", "A url is required")
BUTTON_WITH_BOTH: Final = (
    "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
    "A custom id and url cannot both be specified",
)
OPTION_VALUE_DUPLICATED: Final = (
    "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
    "The specified option value is already used",
)
TOO_MANY_DEFAULTS: Final = (
    "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
    "The specified number of default values exceeds the specified maximum values",
)
REQUIRED_WITH_ZERO: Final = (
    "SELECT_COMPONENT_REQUIRED_ZERO_MIN_VALUES",
    "Select menus marked as required cannot have a min_values of 0",
)

COMMAND_NAME: Final = ("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
COMMAND_NAME_TWICE: Final = (
    "APPLICATION_COMMANDS_DUPLICATE_NAME",
    "Application command names must be unique",
)
COMMAND_TOO_LARGE: Final = ("APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")
OPTIONS_ORDER: Final = (
    "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    "Required options must be placed before non-required options",
)
OPTIONS_MIXED: Final = (
    "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    "Sub-command and sub-command group option types are mutually exclusive to all other types",
)
MENU_WITH_DESCRIPTION: Final = (
    "APPLICATION_COMMAND_INVALID_DESCRIPTION",
    "Context menu commands cannot have description",
)

# From here on the refusal is documented, its code is not.
BUTTON_WITHOUT_FACE: Final = (
    "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED",
    "A button must have a label or an emoji",
)
PREMIUM_BUTTON: Final = (
    "BUTTON_COMPONENT_PREMIUM_EXCLUSIVE",
    "A premium button has a sku id and no custom id, label, url or emoji",
)
LABEL_IN_LABEL: Final = (
    "TEXT_INPUT_COMPONENT_LABEL_IN_LABEL",
    "A text input inside of a label cannot have a label",
)
DISABLED_IN_MODAL: Final = (
    "SELECT_COMPONENT_DISABLED_IN_MODAL",
    "Select menus in modals cannot be disabled",
)
FLAGS_NOT_ALLOWED: Final = (
    "MESSAGE_FLAGS_NOT_ALLOWED",
    "A flag cannot be set here",
)
MENU_WITH_OPTIONS: Final = (
    "APPLICATION_COMMAND_INVALID_OPTIONS",
    "Context menu commands cannot have options",
)
CHOICES_AND_AUTOCOMPLETE: Final = (
    "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE_EXCLUSIVE",
    "Options cannot have both choices and autocomplete",
)
CHOICE_NAME_TWICE: Final = (
    "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_DUPLICATED",
    "The specified choice name is already used",
)


def not_in_sandbox(what: str) -> Rule:
    """Discord would take it; the sandbox has no `what`, and says so rather than lose it."""
    return ("SANDBOX_UNSUPPORTED", f"The sandbox has no {what}.")


def longest(limit: int) -> Rule:
    """At most `limit` characters or entries."""
    return ("BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length.")


def shortest(limit: int) -> Rule:
    """At least `limit` characters or entries."""
    return ("BASE_TYPE_MIN_LENGTH", f"Must be {limit} or more in length.")


def length_between(least: int, most: int) -> Rule:
    """Between `least` and `most` characters or entries."""
    return ("BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")


def one_of(choices: Iterable[object]) -> Rule:
    """One of a few values."""
    return ("BASE_TYPE_CHOICES", f"Value must be one of {tuple(choices)!r}.")


def type_one_of(types: Iterable[int]) -> Rule:
    """An object whose `type` names one of a few kinds."""
    return ("UNION_TYPE_CHOICES", f'Value of field "type" must be one of {tuple(types)!r}.')


def not_more_than(limit: float, kind: str = "int") -> Rule:
    """A number up to `limit`."""
    return ("NUMBER_TYPE_MAX", f"{kind} value should be less than or equal to {limit}.")


def not_less_than(limit: float, kind: str = "int") -> Rule:
    """A number from `limit` on."""
    return ("NUMBER_TYPE_MIN", f"{kind} value should be greater than or equal to {limit}.")


def not_a_string(value: Any) -> Rule:
    """A string, and nothing else."""
    return ("STRING_TYPE_CONVERT", f'Could not interpret "{shown(value)}" as string.')


def not_a_number(value: Any, kind: str = "int") -> Rule:
    """A number of a kind: int, float, snowflake."""
    return ("NUMBER_TYPE_COERCE", f'Value "{shown(value)}" is not {kind}.')


def not_a_time(value: Any) -> Rule:
    """A moment in ISO 8601."""
    return ("DATE_TIME_TYPE_PARSE", f"Could not parse {shown(value)}. Should be ISO8601.")


def bad_scheme(scheme: str, schemes: Iterable[str]) -> Rule:
    """An address that begins with one of a few schemes."""
    return (
        "URL_TYPE_INVALID_SCHEME",
        f'Scheme "{scheme}" is not supported. Scheme must be one of {tuple(schemes)!r}.',
    )


def parse_and_ids(kind: str) -> Rule:
    """Mentions of a kind are allowed either all together or one by one."""
    return (
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
    )


def option_name_twice(name: str) -> Rule:
    """An option whose name another one beside it has."""
    return (
        "APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
        f"Option name {name} is already used in these options",
    )


def shown(value: Any) -> str:
    """A value as a message names it: strings as they are, all else cut to a bounded length."""
    if isinstance(value, str):
        return value

    # Python refuses to print integers of more than some thousand digits.
    if isinstance(value, int) and value.bit_length() > 128:
        return "a very large number"

    return reprlib.repr(value)
