"""Answers to interactions: which kind suits which interaction, and what each must hold."""

from collections.abc import Callable
from typing import Final

from sandbox.errors import FieldErrors, Json
from sandbox.validate.choices import check_choices
from sandbox.validate.fields import Fields, top_level
from sandbox.validate.messages import ANSWER_FLAGS, check_message_fields, refuse_empty
from sandbox.validate.modals import check_modal_fields

PING: Final = 1
COMMAND: Final = 2
COMPONENT: Final = 3
AUTOCOMPLETE: Final = 4
MODAL_SUBMIT: Final = 5

PONG: Final = 1
MESSAGE: Final = 4
DEFERRED_MESSAGE: Final = 5
DEFERRED_UPDATE: Final = 6
UPDATE: Final = 7
CHOICES: Final = 8
MODAL: Final = 9

_ANSWERS: Final = {
    PING: (PONG,),
    COMMAND: (MESSAGE, DEFERRED_MESSAGE, MODAL),
    COMPONENT: (MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, MODAL),
    AUTOCOMPLETE: (CHOICES,),
    MODAL_SUBMIT: (MESSAGE, DEFERRED_MESSAGE),
}
_ANSWERS_TO_MODAL_OF_COMPONENT: Final = (MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE)


def check_callback(
    interaction_type: int,
    payload: Json,
    *,
    file_count: int = 0,
    is_from_component: bool = False,
    option_type: int | None = None,
) -> None:
    """Refuse an answer that Discord would refuse.

    `is_from_component` says of a modal's submission that the modal was opened from a component: only then is there a
    message to update. `option_type` is the type of the option that is being completed, None when not known. The
    places of what is wrong begin with `data`, as Discord's do. Raises ApiError.
    """
    errors = FieldErrors()
    answer = top_level(payload, errors)
    if answer is None:
        errors.raise_if_any()
        return

    is_after_component = interaction_type == MODAL_SUBMIT and is_from_component
    kinds = _ANSWERS_TO_MODAL_OF_COMPONENT if is_after_component else _ANSWERS.get(interaction_type, ())
    kind = answer.choice("type", kinds, is_required=True)
    errors.raise_if_any()

    if kind == CHOICES:
        _check_choices(answer, option_type)
    elif kind in _CHECKS:
        _CHECKS[kind](answer, file_count)

    errors.raise_if_any()
    if kind in {MESSAGE, UPDATE}:
        refuse_empty(answer.get("data") or {}, is_edit=kind == UPDATE, file_count=file_count)


def _check_message(answer: Fields, file_count: int) -> None:
    data = answer.object("data")
    if data is not None:
        check_message_fields(data, is_edit=False, file_count=file_count, allow_flags=ANSWER_FLAGS)


def _check_update(answer: Fields, file_count: int) -> None:
    data = answer.object("data")
    if data is not None:
        check_message_fields(data, is_edit=True, file_count=file_count, allow_flags=ANSWER_FLAGS)


def _check_deferral(answer: Fields, _: int) -> None:
    # Of the flags only EPHEMERAL counts here; Discord ignores the others.
    data = answer.object("data")
    if data is not None:
        data.integer("flags", 0)


def _check_modal(answer: Fields, _: int) -> None:
    data = answer.object("data", is_required=True)
    if data is not None:
        check_modal_fields(data)


def _check_choices(answer: Fields, option_type: int | None) -> None:
    data = answer.object("data", is_required=True)
    if data is not None:
        check_choices(data, option_type)


_CHECKS: Final[dict[int, Callable[[Fields, int], None]]] = {
    MESSAGE: _check_message,
    DEFERRED_MESSAGE: _check_deferral,
    UPDATE: _check_update,
    MODAL: _check_modal,
}
