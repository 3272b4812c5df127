"""Select menus, in messages and in modals, and what other components share with them: emoji, options, counts."""

from typing import Final

from sandbox.validate import rules
from sandbox.validate.emoji import is_emoji
from sandbox.validate.fields import Fields, is_among, is_id

STRING_SELECT: Final = 3
SELECTS: Final = (3, 5, 6, 7, 8)
"""String, user, role, mentionable and channel select."""

MOST_OPTIONS: Final = 25
LONGEST_CUSTOM_ID: Final = 100
LONGEST_OPTION: Final = 100
LONGEST_PLACEHOLDER: Final = 150
LONGEST_EMOJI_NAME: Final = 32

CHANNEL_TYPES: Final = (0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16)

_DEFAULT_KINDS: Final = {
    5: ("user",),
    6: ("role",),
    7: ("user", "role"),
    8: ("channel",),
}


class CustomIds:
    """The custom ids of one message or modal, none of which may stand twice."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def check(self, component: Fields) -> None:
        """Note a custom id that is missing, too long, or another component's."""
        custom_id = component.text("custom_id", LONGEST_CUSTOM_ID, least=1, is_required=True)
        if custom_id is None:
            return

        if custom_id in self.seen:
            component.fail("custom_id", rules.CUSTOM_ID_DUPLICATED)

        self.seen.add(custom_id)


def check_select(select: Fields, custom_ids: CustomIds) -> None:
    """Note what is wrong with a select menu, wherever it stands."""
    custom_ids.check(select)
    select.text("placeholder", LONGEST_PLACEHOLDER)
    select.boolean("disabled")
    select.boolean("required")
    most = check_counts(select, MOST_OPTIONS)
    if select.get("type") == STRING_SELECT:
        check_options(select, 1, MOST_OPTIONS)
        check_option_counts(select, most)
    else:
        _check_entity_select(select, most)


def check_options(component: Fields, least: int, most: int) -> None:
    """Note what is wrong with the options of a select or a group: texts, emoji, values that stand twice."""
    seen: set[str] = set()
    for option in component.objects("options", most, least=least, is_required=True):
        option.text("label", LONGEST_OPTION, least=1, is_required=True)
        option.text("description", LONGEST_OPTION)
        option.boolean("default")
        check_emoji(option)
        value = option.text("value", LONGEST_OPTION, least=1, is_required=True)
        if value is not None and value in seen:
            option.fail(None, rules.OPTION_VALUE_DUPLICATED)

        seen.add(value or "")


def check_option_counts(component: Fields, most: int) -> None:
    """Note more choices, or more defaults, than there are options or may be chosen (`most`)."""
    if component.is_wrong("options") or component.is_wrong("max_values"):
        return

    options: list[dict[str, object]] = component.get("options")
    if most > len(options):
        # Discord tells it of the options, not of the number.
        component.fail("options", rules.shortest(most))
    elif sum(option.get("default") is True for option in options) > most:
        component.fail("options", rules.TOO_MANY_DEFAULTS)


def check_counts(component: Fields, largest: int, default_most: int = 1) -> int:
    """Note `min_values` and `max_values` that are out of range or do not fit; how many may be chosen."""
    least = component.integer("min_values", 0, largest) or 0
    most = component.integer("max_values", 1, largest) or default_most
    if least > most and not component.is_wrong("max_values"):
        component.fail("min_values", rules.not_more_than(most, "min_values"))

    return most


def check_zero_when_required(component: Fields) -> None:
    """Note a field of a modal that must be filled in, and with nothing."""
    if component.get("required") is not False and component.get("min_values") == 0:
        component.fail("min_values", rules.REQUIRED_WITH_ZERO)


def check_emoji(owner: Fields) -> None:
    """Note an emoji that is none: not one of Unicode's, or a custom one whose id is no id."""
    emoji = owner.object("emoji")
    if emoji is None:
        return

    emoji.boolean("animated")
    if emoji.get("id") is not None:
        if not is_id(emoji.get("id")):
            emoji.fail("id", rules.not_a_number(emoji.get("id"), "snowflake"))

        emoji.text("name", LONGEST_EMOJI_NAME)
        return

    name = emoji.get("name")
    if name is not None and not isinstance(name, str):
        emoji.fail("name", rules.not_a_string(name))
    elif not is_emoji(name or ""):
        emoji.fail("name", rules.INVALID_EMOJI)


def _check_entity_select(select: Fields, most: int) -> None:
    kinds = _DEFAULT_KINDS[select.get("type")]
    defaults = select.objects("default_values", MOST_OPTIONS)
    for default in defaults:
        default.snowflake("id", is_required=True)
        default.choice("type", kinds, is_required=True)

    if not select.is_wrong("max_values") and len(defaults) > most:
        select.fail("default_values", rules.TOO_MANY_DEFAULTS)

    check_channel_types(select)


def check_channel_types(owner: Fields) -> None:
    """Note channel types that are none, or stand twice."""
    for index, value in enumerate(owner.unique("channel_types", len(CHANNEL_TYPES))):
        if not is_among(value, CHANNEL_TYPES):
            owner.errors.add((*owner.path, "channel_types", index), *rules.one_of(CHANNEL_TYPES))
