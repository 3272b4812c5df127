from functools import partial
from typing import Any

import pytest

from sandbox.errors import ApiError, Json
from sandbox.validate.messages import ANSWER_FLAGS, check_message, is_empty_message

from .refusals import NO_DICT, NO_LIST, NO_MODEL, REQUIRED, Limit, at_least, each, longest, refusal


def hello(**keys: Any) -> Json:
    return {"content": "hello", **keys}


def mentions(**keys: Any) -> Json:
    return hello(allowed_mentions=keys)


ID = "1300000000000000001"
IDS = [str(number) for number in range(101)]
TWICE = ("SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value")
LIMITS = [
    Limit("content", {"content": "x" * 2000}, {"content": "x" * 2001}, "content", *longest(2000)),
    Limit(
        "content's type",
        hello(),
        {"content": ["x"]},
        "content",
        "STRING_TYPE_CONVERT",
        "Could not interpret \"['x']\" as string.",
    ),
    Limit("embeds", hello(embeds=[]), hello(embeds="e"), "embeds", *NO_LIST),
    Limit("components", hello(components=[]), hello(components={}), "components", *NO_LIST),
    Limit("tts", hello(tts=False), hello(tts="no"), "tts", "BOOLEAN_TYPE_CONVERT", "Must be either true or false."),
    Limit(
        "nonce",
        hello(nonce="x" * 25),
        hello(nonce="x" * 26),
        "nonce",
        "NONCE_TYPE_TOO_LONG",
        "Must be 25 or fewer characters long.",
    ),
    Limit(
        "nonce's type",
        hello(nonce=12),
        hello(nonce=1.5),
        "nonce",
        "NONCE_TYPE_INVALID_TYPE",
        "This field must be a string or integer.",
    ),
    Limit(
        "nonce's size",
        hello(nonce=2**63 - 1),
        hello(nonce=2**63),
        "nonce",
        "NONCE_TYPE_OUT_OF_BOUNDS",
        "Must be between -9223372036854775808 and 9223372036854775807.",
    ),
    Limit("flags", hello(flags=4 | 4096), hello(flags=-1), "flags", *at_least(0)),
    Limit(
        "flags of an answer",
        hello(flags=4),
        hello(flags=64),
        "flags",
        "MESSAGE_FLAGS_NOT_ALLOWED",
        "A flag cannot be set here",
    ),
    Limit(
        "components of the second version",
        hello(flags=0),
        hello(flags=1 << 15),
        "flags",
        "SANDBOX_UNSUPPORTED",
        "The sandbox has no components of the second version.",
    ),
    Limit(
        "voice messages",
        hello(flags=0),
        hello(flags=1 << 13),
        "flags",
        "SANDBOX_UNSUPPORTED",
        "The sandbox has no voice messages.",
    ),
    Limit(
        "polls",
        hello(poll=None),
        hello(poll={"question": {"text": "?"}}),
        "poll",
        "SANDBOX_UNSUPPORTED",
        "The sandbox has no polls.",
    ),
    Limit("stickers", hello(sticker_ids=[]), hello(sticker_ids=[ID] * 4), "sticker_ids", *longest(3)),
    Limit(
        "mentioned users",
        mentions(users=IDS[:100]),
        mentions(users=IDS),
        "allowed_mentions.users",
        *longest(100),
    ),
    Limit(
        "users both ways",
        mentions(parse=["users"], users=[], roles=[ID]),
        mentions(parse=["users"], users=[ID]),
        "allowed_mentions",
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        'parse:["users"] and users: [ids...] are mutually exclusive.',
    ),
    Limit(
        "roles both ways",
        mentions(parse=["everyone"], roles=[int(ID)]),
        mentions(parse=["roles"], roles=[ID]),
        "allowed_mentions",
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        'parse:["roles"] and roles: [ids...] are mutually exclusive.',
    ),
    Limit("a user twice", mentions(users=[ID]), mentions(users=[ID, int(ID)]), "allowed_mentions.users.1", *TWICE),
    Limit(
        "a kind twice",
        mentions(parse=["users", "roles", "everyone"]),
        mentions(parse=["users", "users"]),
        "allowed_mentions.parse.1",
        *TWICE,
    ),
    Limit(
        "kind of mention",
        mentions(parse=["everyone"]),
        mentions(parse=["here"]),
        "allowed_mentions.parse.0",
        "BASE_TYPE_CHOICES",
        "Value must be one of ('users', 'roles', 'everyone').",
    ),
    Limit(
        "a user's id",
        mentions(users=[ID]),
        mentions(users=["ines"]),
        "allowed_mentions.users.0",
        "NUMBER_TYPE_COERCE",
        'Value "ines" is not snowflake.',
    ),
    Limit("mentions' type", mentions(), hello(allowed_mentions=["users"]), "allowed_mentions", *NO_MODEL),
    Limit(
        "reply",
        hello(message_reference={"message_id": int(ID), "channel_id": ID, "fail_if_not_exists": False}),
        hello(message_reference={"channel_id": ID}),
        "message_reference.message_id",
        *REQUIRED,
    ),
    Limit(
        "forwarding",
        hello(message_reference={"message_id": ID, "type": 0}),
        hello(message_reference={"message_id": ID, "type": 1}),
        "message_reference.type",
        "SANDBOX_UNSUPPORTED",
        "The sandbox has no forwarded messages.",
    ),
]


@each(LIMITS)
def test_a_message_within_its_limits_is_taken_and_one_beyond_is_refused(limit: Limit) -> None:
    assert refusal(partial(check_message, limit.kept)) == {}
    assert refusal(partial(check_message, limit.broken)) == {limit.place: [(limit.code, limit.message)]}


FILE_LIMITS = [
    Limit(
        "alt text",
        [{"id": 0, "description": "x" * 1024}],
        [{"id": 0, "description": "x" * 1025}],
        "attachments.0.description",
        *longest(1024),
    ),
    Limit(
        "place of the file",
        [{"id": "1", "filename": "b.png"}],
        [{"id": "2", "filename": "c.png"}],
        "attachments.0",
        "ATTACHMENT_NOT_FOUND",
        "Attachment data not found",
    ),
    Limit("id", [{"id": 0}], [{"filename": "a.png"}], "attachments.0.id", *REQUIRED),
    Limit("number", [{"id": 0}] * 10, [{"id": 0}] * 11, "attachments", *longest(10)),
    Limit("type", [], "a.png", "attachments", *NO_LIST),
]


@each(FILE_LIMITS)
def test_what_is_said_of_files_is_held_against_them(limit: Limit) -> None:
    assert refusal(partial(check_message, {"attachments": limit.kept}, file_count=2)) == {}
    assert refusal(partial(check_message, {"attachments": limit.broken}, file_count=2)) == {
        limit.place: [(limit.code, limit.message)]
    }


def test_ten_files_are_taken_and_eleven_are_not() -> None:
    assert refusal(partial(check_message, {}, file_count=10)) == {}
    assert refusal(partial(check_message, {}, file_count=11)) == {"attachments": [longest(10)]}


def test_an_edit_keeps_files_by_their_ids_and_adds_files_by_their_places() -> None:
    check_message({"attachments": [{"id": ID}, {"id": 0}]}, is_edit=True, file_count=1)

    assert refusal(partial(check_message, {"attachments": [{"id": 1}]}, is_edit=True, file_count=1)) == {
        "attachments.0": [("ATTACHMENT_NOT_FOUND", "Attachment data not found")]
    }


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"content": ""},
        {"content": None},
        {"content": " \n\t"},
        {"content": "", "embeds": [], "components": [], "attachments": []},
        {"tts": False, "nonce": "1", "flags": 4},
    ],
)
def test_an_empty_message_is_refused(message: Json) -> None:
    with pytest.raises(ApiError) as caught:
        check_message(message)

    assert (caught.value.status, caught.value.code) == (400, 50006)


@pytest.mark.parametrize(
    "message",
    [
        {"content": "hello"},
        {"embeds": [{"title": "t"}]},
        {"components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "l", "custom_id": "c"}]}]},
    ],
)
def test_a_message_needs_only_one_thing_to_show(message: Json) -> None:
    check_message(message)

    assert not is_empty_message(message)


def test_a_file_alone_makes_a_message() -> None:
    check_message({}, file_count=1)

    assert not is_empty_message({}, file_count=1)


def test_an_edit_that_leaves_things_alone_is_taken() -> None:
    check_message({"content": ""}, is_edit=True)
    check_message({}, is_edit=True)


def test_an_edit_that_takes_everything_away_is_refused() -> None:
    with pytest.raises(ApiError) as caught:
        check_message({"content": None, "embeds": [], "attachments": [], "components": []}, is_edit=True)

    assert caught.value.code == 50006


def test_an_edit_may_send_back_the_flags_the_message_has() -> None:
    check_message(hello(flags=64 | 128 | 4), is_edit=True)


def test_an_answer_may_be_for_one_person_only() -> None:
    check_message(hello(flags=64), allow_flags=ANSWER_FLAGS)


def test_a_sticker_is_refused_as_there_are_none() -> None:
    with pytest.raises(ApiError) as caught:
        check_message(hello(sticker_ids=[ID]))

    assert caught.value.code == 50081


@pytest.mark.parametrize("payload", [None, [], "hello", 5, True])
def test_a_message_that_is_no_object_is_refused_as_a_whole(payload: Any) -> None:
    assert refusal(partial(check_message, payload)) == {"": [NO_DICT]}


def test_a_wrong_form_is_told_before_its_emptiness() -> None:
    assert refusal(partial(check_message, {"content": 5})) == {
        "content": [("STRING_TYPE_CONVERT", 'Could not interpret "5" as string.')]
    }


def test_keys_that_discord_does_not_know_are_ignored() -> None:
    check_message(hello(username="x", thread_name=[], anything={"a": 1}))
