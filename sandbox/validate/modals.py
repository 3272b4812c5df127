"""Modals: the forms that an application shows (Discord's documentation, "Component reference")."""

from collections.abc import Callable
from typing import Final

from sandbox.errors import FieldErrors, Json
from sandbox.validate import rules
from sandbox.validate.components import ACTION_ROW, is_of_type
from sandbox.validate.fields import Fields, top_level
from sandbox.validate.modal_answers import fill_modal
from sandbox.validate.selects import (
    SELECTS,
    CustomIds,
    check_counts,
    check_option_counts,
    check_options,
    check_select,
    check_zero_when_required,
)

__all__ = ["check_modal", "check_modal_fields", "fill_modal"]

MOST_COMPONENTS: Final = 5
LONGEST_TITLE: Final = 45
LONGEST_CUSTOM_ID: Final = 100
LONGEST_LABEL: Final = 45
LONGEST_DESCRIPTION: Final = 100
LONGEST_PLACEHOLDER: Final = 100
LONGEST_TEXT: Final = 4000
MOST_FILES: Final = 10
MOST_GROUP_OPTIONS: Final = 10

TEXT_INPUT: Final = 4
TEXT_DISPLAY: Final = 10
LABEL: Final = 18
FILE_UPLOAD: Final = 19
RADIO_GROUP: Final = 21
CHECKBOX_GROUP: Final = 22
CHECKBOX: Final = 23

_TOP_LEVEL: Final = (ACTION_ROW, TEXT_DISPLAY, LABEL)
_IN_LABEL: Final = (3, TEXT_INPUT, 5, 6, 7, 8, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX)
_TEXT_STYLES: Final = (1, 2)


def check_modal(payload: Json) -> None:
    """Refuse a form that Discord would refuse; places are counted from the form itself. Raises ApiError."""
    errors = FieldErrors()
    modal = top_level(payload, errors)
    if modal is not None:
        check_modal_fields(modal)

    errors.raise_if_any()


def check_modal_fields(modal: Fields) -> None:
    """Note what is wrong with a form."""
    modal.text("title", LONGEST_TITLE, least=1, is_required=True)
    modal.text("custom_id", LONGEST_CUSTOM_ID, least=1, is_required=True)
    custom_ids = CustomIds()
    for component in modal.objects("components", MOST_COMPONENTS, least=1, is_required=True):
        if not is_of_type(component, _TOP_LEVEL):
            continue

        if component.get("type") == LABEL:
            _check_label(component, custom_ids)
        elif component.get("type") == TEXT_DISPLAY:
            component.text("content", LONGEST_TEXT, least=1, is_required=True)
        else:
            _check_row(component, custom_ids)


def _check_row(row: Fields, custom_ids: CustomIds) -> None:
    """The form of text inputs before there were labels: deprecated, and still taken."""
    for component in row.objects("components", 1, least=1, is_required=True):
        if is_of_type(component, (TEXT_INPUT,)):
            component.text("label", LONGEST_LABEL, least=1, is_required=True)
            _check_text_input(component, custom_ids)


def _check_label(label: Fields, custom_ids: CustomIds) -> None:
    label.text("label", LONGEST_LABEL, least=1, is_required=True)
    label.text("description", LONGEST_DESCRIPTION, least=1)
    component = label.object("component", is_required=True)
    if component is None or not is_of_type(component, _IN_LABEL):
        return

    kind = component.get("type")
    if kind in SELECTS:
        _check_select(component, custom_ids)
    else:
        _CHECKS[kind](component, custom_ids)


def _check_select(select: Fields, custom_ids: CustomIds) -> None:
    check_select(select, custom_ids)
    check_zero_when_required(select)
    if select.get("disabled") is True:
        select.fail("disabled", rules.DISABLED_IN_MODAL)


def _check_labelled_text_input(text_input: Fields, custom_ids: CustomIds) -> None:
    if text_input.text("label", LONGEST_LABEL, least=1) is not None:
        text_input.fail("label", rules.LABEL_IN_LABEL)

    _check_text_input(text_input, custom_ids)


def _check_text_input(text_input: Fields, custom_ids: CustomIds) -> None:
    custom_ids.check(text_input)
    text_input.choice("style", _TEXT_STYLES, is_required=True)
    text_input.boolean("required")
    text_input.text("placeholder", LONGEST_PLACEHOLDER)
    least = text_input.integer("min_length", 0, LONGEST_TEXT)
    most = text_input.integer("max_length", 1, LONGEST_TEXT)
    value = text_input.text("value", LONGEST_TEXT)
    if least is not None and most is not None and least > most:
        text_input.fail("min_length", rules.not_more_than(most, "min_length"))

    if value is not None and most is not None and len(value) > most:
        text_input.fail("value", rules.longest(most))


def _check_file_upload(upload: Fields, custom_ids: CustomIds) -> None:
    custom_ids.check(upload)
    upload.boolean("required")
    check_counts(upload, MOST_FILES)
    check_zero_when_required(upload)


def _check_radio_group(group: Fields, custom_ids: CustomIds) -> None:
    custom_ids.check(group)
    group.boolean("required")
    check_options(group, 2, MOST_GROUP_OPTIONS)
    check_option_counts(group, 1)


def _check_checkbox_group(group: Fields, custom_ids: CustomIds) -> None:
    custom_ids.check(group)
    group.boolean("required")
    check_options(group, 1, MOST_GROUP_OPTIONS)
    # All may be ticked where nothing else is said.
    number = 0 if group.is_wrong("options") else len(group.get("options"))
    check_option_counts(group, check_counts(group, MOST_GROUP_OPTIONS, default_most=number or 1))
    check_zero_when_required(group)


def _check_checkbox(checkbox: Fields, custom_ids: CustomIds) -> None:
    custom_ids.check(checkbox)
    checkbox.boolean("default")


_CHECKS: Final[dict[int, Callable[[Fields, CustomIds], None]]] = {
    TEXT_INPUT: _check_labelled_text_input,
    FILE_UPLOAD: _check_file_upload,
    RADIO_GROUP: _check_radio_group,
    CHECKBOX_GROUP: _check_checkbox_group,
    CHECKBOX: _check_checkbox,
}
