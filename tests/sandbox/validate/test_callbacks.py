from functools import partial
from typing import Any

import pytest

from sandbox.errors import ApiError, Json
from sandbox.validate.callbacks import check_callback

from .refusals import NO_DICT, NO_LIST, NO_MODEL, REQUIRED, Limit, between, each, longest, refusal

PING, COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = range(1, 6)

MESSAGE: Json = {"type": 4, "data": {"content": "hello"}}
DEFER: Json = {"type": 5, "data": {"flags": 64}}
DEFER_UPDATE: Json = {"type": 6}
UPDATE: Json = {"type": 7, "data": {"content": "changed"}}
CHOICES: Json = {"type": 8, "data": {"choices": [{"name": "Ran (1985)", "value": "imdb:tt0089881"}]}}
MODAL: Json = {
    "type": 9,
    "data": {
        "title": "Review",
        "custom_id": "review",
        "components": [{"type": 18, "label": "Text", "component": {"type": 4, "style": 2, "custom_id": "t"}}],
    },
}
ALL = [{"type": 1}, MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL]


OPENED_FROM_COMPONENT = {"is_from_component": True}


@pytest.mark.parametrize(
    ("interaction", "origin", "types"),
    [
        (PING, {}, (1,)),
        (COMMAND, {}, (4, 5, 9)),
        (COMPONENT, {}, (4, 5, 6, 7, 9)),
        (AUTOCOMPLETE, {}, (8,)),
        (MODAL_SUBMIT, {}, (4, 5)),
        (MODAL_SUBMIT, OPENED_FROM_COMPONENT, (4, 5, 6, 7)),
    ],
)
def test_each_interaction_has_the_answers_that_suit_it(
    interaction: int, origin: dict[str, bool], types: tuple[int, ...]
) -> None:
    answers = {
        answer["type"]: refusal(
            partial(
                check_callback,
                interaction,
                answer,
                is_from_component=origin.get("is_from_component", False),
            )
        )
        for answer in ALL
    }

    refused = {"type": [("BASE_TYPE_CHOICES", f"Value must be one of {types}.")]}

    assert answers == {kind: {} if kind in types else refused for kind in (1, 4, 5, 6, 7, 8, 9)}


def test_an_answer_says_what_it_is() -> None:
    assert refusal(partial(check_callback, COMMAND, {})) == {"type": [REQUIRED]}


def choice(**keys: Any) -> Json:
    return {"choices": [{"name": "n", "value": "v", **keys}]}


CHOICE_LIMITS = [
    Limit(
        "number", {"choices": choice()["choices"] * 25}, {"choices": choice()["choices"] * 26}, "choices", *longest(25)
    ),
    Limit("name", choice(name="x" * 100), choice(name="x" * 101), "choices.0.name", *between(1, 100)),
    Limit("blank name", choice(name="x"), choice(name=" "), "choices.0.name", *between(1, 100)),
    Limit("missing name", choice(), choice(name=None), "choices.0.name", *REQUIRED),
    Limit("text", choice(value="x" * 100), choice(value="x" * 101), "choices.0.value", *longest(100)),
    Limit("missing value", choice(value=5), choice(value=None), "choices.0.value", *REQUIRED),
    Limit(
        "value's type",
        choice(value=0.5),
        choice(value=[]),
        "choices.0.value",
        "NUMBER_TYPE_COERCE",
        'Value "[]" is not float.',
    ),
    Limit("choices' type", {"choices": []}, {"choices": "c"}, "choices", *NO_LIST),
    Limit("choice's type", {}, {"choices": ["c"]}, "choices.0", *NO_MODEL),
]


@each(CHOICE_LIMITS)
def test_choices_within_their_limits_are_taken_and_beyond_are_refused(limit: Limit) -> None:
    def said(data: Any) -> dict[str, list[tuple[str, str]]]:
        return refusal(partial(check_callback, AUTOCOMPLETE, {"type": 8, "data": data}))

    assert said(limit.kept) == {}
    assert said(limit.broken) == {f"data.{limit.place}": [(limit.code, limit.message)]}


def test_choices_suit_the_option_that_is_completed() -> None:
    answer = {"type": 8, "data": choice(value=5)}

    check_callback(AUTOCOMPLETE, answer, option_type=4)

    assert refusal(partial(check_callback, AUTOCOMPLETE, answer, option_type=3)) == {
        "data.choices.0.value": [("STRING_TYPE_CONVERT", 'Could not interpret "5" as string.')]
    }


@pytest.mark.parametrize(
    ("interaction", "answer", "place", "rule"),
    [
        (COMMAND, {"type": 4, "data": {"content": "x" * 2001}}, "data.content", longest(2000)),
        (COMPONENT, {"type": 7, "data": {"embeds": [{"title": "x" * 257}]}}, "data.embeds.0.title", longest(256)),
        (COMMAND, {"type": 9, "data": {**MODAL["data"], "title": "x" * 46}}, "data.title", between(1, 45)),
        (COMMAND, {"type": 9}, "data", REQUIRED),
        (AUTOCOMPLETE, {"type": 8}, "data", REQUIRED),
        (COMMAND, {"type": 4, "data": "hello"}, "data", NO_MODEL),
        (COMMAND, {"type": 5, "data": {"flags": "64"}}, "data.flags", ("NUMBER_TYPE_COERCE", 'Value "64" is not int.')),
    ],
)
def test_what_an_answer_holds_is_held_against_its_rules(
    interaction: int, answer: Json, place: str, rule: tuple[str, str]
) -> None:
    assert refusal(partial(check_callback, interaction, answer)) == {place: [rule]}


@pytest.mark.parametrize("data", [None, {}, {"content": " "}, {"flags": 64}])
def test_an_empty_answer_is_refused(data: Json | None) -> None:
    with pytest.raises(ApiError) as caught:
        check_callback(COMMAND, {"type": 4, "data": data})

    assert caught.value.code == 50006


@pytest.mark.parametrize("data", [None, {}, {"content": ""}, {"components": []}])
def test_an_update_may_leave_the_rest_of_a_message_alone(data: Json | None) -> None:
    check_callback(COMPONENT, {"type": 7, "data": data})


def test_an_answer_with_only_a_file_is_taken() -> None:
    check_callback(COMMAND, {"type": 4, "data": {"attachments": [{"id": 0}]}}, file_count=1)


def test_a_private_answer_is_taken() -> None:
    check_callback(COMMAND, {"type": 4, "data": {"content": "hello", "flags": 64}})


def test_a_deferral_needs_no_data() -> None:
    check_callback(COMMAND, {"type": 5})


@pytest.mark.parametrize("payload", [None, [], "pong", 1])
def test_an_answer_that_is_no_object_is_refused_as_a_whole(payload: Any) -> None:
    assert refusal(partial(check_callback, COMMAND, payload)) == {"": [NO_DICT]}
