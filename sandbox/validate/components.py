"""Components of a message: rows of buttons and select menus (Discord's documentation, "Component reference")."""

from typing import Any, Final, cast

from sandbox.errors import FieldErrors, Path
from sandbox.validate import rules
from sandbox.validate.fields import Fields, as_objects, is_among
from sandbox.validate.selects import SELECTS, CustomIds, check_emoji, check_select

MOST_ROWS: Final = 5
MOST_IN_ROW: Final = 5
LONGEST_BUTTON_LABEL: Final = 80
LONGEST_BUTTON_URL: Final = 512

ACTION_ROW: Final = 1
BUTTON: Final = 2
_IN_ROW: Final = (BUTTON, *SELECTS)

_STYLES: Final = (1, 2, 3, 4, 5, 6)
_LINK: Final = 5
_PREMIUM: Final = 6
_LARGEST_COMPONENT_ID: Final = 2**31 - 1


def check_components(components: object, path: Path, errors: FieldErrors) -> None:
    """Note what is wrong with the list of a message's components, whose place is `path`."""
    if components is None:
        return

    if not isinstance(components, list):
        errors.add(path, *rules.LIST)
        return

    rows = cast("list[Any]", components)
    if len(rows) > MOST_ROWS:
        errors.add(path, *rules.longest(MOST_ROWS))
        return

    custom_ids = CustomIds()
    for row in as_objects(rows, path, errors):
        if is_of_type(row, (ACTION_ROW,)):
            _check_row(row, custom_ids)


def is_of_type(component: Fields, types: tuple[int, ...]) -> bool:
    """Whether the component is one of those that may stand at its place; notes it when not."""
    if is_among(component.get("type"), types):
        component.integer("id", 0, _LARGEST_COMPONENT_ID)
        return True

    component.fail(None, rules.type_one_of(types))
    return False


def _check_row(row: Fields, custom_ids: CustomIds) -> None:
    width = 0
    for component in row.objects("components", MOST_IN_ROW, least=1, is_required=True):
        if not is_of_type(component, _IN_ROW):
            continue

        is_button = component.get("type") == BUTTON
        width += 1 if is_button else MOST_IN_ROW
        if width > MOST_IN_ROW:
            component.fail(None, rules.ROW_TOO_WIDE)

        if is_button:
            _check_button(component, custom_ids)
        else:
            check_select(component, custom_ids)


def _check_button(button: Fields, custom_ids: CustomIds) -> None:
    style = button.choice("style", _STYLES, is_required=True)
    button.boolean("disabled")
    button.text("label", LONGEST_BUTTON_LABEL)
    button.url("url", LONGEST_BUTTON_URL, ("http", "https", "discord"))
    button.snowflake("sku_id")
    check_emoji(button)
    if style is not None:
        _check_target(button, style, custom_ids)


def _check_target(button: Fields, style: int, custom_ids: CustomIds) -> None:
    """Note a button that leads nowhere, to two places, or shows nothing."""
    if style == _PREMIUM:
        button.require("sku_id")
        if any(button.get(key) is not None for key in ("custom_id", "label", "url", "emoji")):
            button.fail(None, rules.PREMIUM_BUTTON)

        return

    if not button.get("label") and button.get("emoji") is None:
        button.fail(None, rules.BUTTON_WITHOUT_FACE)

    if button.get("custom_id") is not None and button.get("url") is not None:
        button.fail("custom_id", rules.BUTTON_WITH_BOTH)
        button.fail("url", rules.BUTTON_WITH_BOTH)
        return

    if style == _LINK:
        _check_link(button)
    elif button.get("custom_id") is None:
        button.fail("custom_id", rules.BUTTON_WITHOUT_CUSTOM_ID)
    else:
        custom_ids.check(button)


def _check_link(button: Fields) -> None:
    if button.get("custom_id") is not None:
        button.fail("custom_id", rules.BUTTON_WITH_BOTH)

    if button.get("url") is None:
        button.fail("url", rules.BUTTON_WITHOUT_URL)
