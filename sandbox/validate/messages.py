"""Messages: what may be sent to a channel, as an answer, as a follow-up, and what an edit may hold."""

from typing import Any, Final

from sandbox.errors import FieldErrors, Json, Path, empty_message, invalid_sticker
from sandbox.validate import rules
from sandbox.validate.components import check_components
from sandbox.validate.embeds import check_embeds
from sandbox.validate.fields import Fields, is_integer, top_level

LONGEST_CONTENT: Final = 2000
LONGEST_NONCE: Final = 25
MOST_FILES: Final = 10
MOST_STICKERS: Final = 3
LONGEST_FILE_NAME: Final = 1024
LONGEST_ALT_TEXT: Final = 1024
MOST_MENTIONED: Final = 100

SUPPRESS_EMBEDS: Final = 1 << 2
EPHEMERAL: Final = 1 << 6
SUPPRESS_NOTIFICATIONS: Final = 1 << 12
IS_VOICE_MESSAGE: Final = 1 << 13
IS_COMPONENTS_V2: Final = 1 << 15

MESSAGE_FLAGS: Final = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS
"""The flags of a message sent to a channel."""

ANSWER_FLAGS: Final = MESSAGE_FLAGS | EPHEMERAL
"""The flags of an answer to an interaction, and of its follow-ups."""

_UNSUPPORTED_FLAGS: Final = {
    IS_VOICE_MESSAGE: rules.not_in_sandbox("voice messages"),
    IS_COMPONENTS_V2: rules.not_in_sandbox("components of the second version"),
}
_MENTION_KINDS: Final = ("users", "roles", "everyone")
_LARGEST_NUMBER: Final = 2**63 - 1


def check_message(
    payload: Json,
    *,
    is_edit: bool = False,
    file_count: int = 0,
    allow_flags: int = MESSAGE_FLAGS,
) -> None:
    """Refuse a message, or the edit of one, that Discord would refuse.

    `file_count` is the number of files sent with it. A flag outside of `allow_flags` is refused in a new message:
    Discord drops it in silence, and so would show everybody what was meant for one. In an edit, where clients send
    all flags back, it is ignored. Raises ApiError.
    """
    errors = FieldErrors()
    message = top_level(payload, errors)
    if message is not None:
        check_message_fields(message, is_edit=is_edit, file_count=file_count, allow_flags=allow_flags)

    errors.raise_if_any()
    if message is not None:
        refuse_empty(message.value, is_edit=is_edit, file_count=file_count)


def check_message_fields(message: Fields, *, is_edit: bool, file_count: int, allow_flags: int) -> None:
    """Note what is wrong with the fields of a message. Raises ApiError for stickers, of which there are none."""
    message.text("content", LONGEST_CONTENT)
    message.boolean("tts")
    check_embeds(message.get("embeds"), (*message.path, "embeds"), message.errors)
    check_components(message.get("components"), (*message.path, "components"), message.errors)
    _check_attachments(message, file_count, is_edit=is_edit)
    _check_mentions(message)
    _check_nonce(message)
    _check_reference(message)
    _check_flags(message, allow_flags, is_edit=is_edit)
    if message.get("poll") is not None:
        message.fail("poll", rules.not_in_sandbox("polls"))

    if message.items("sticker_ids", MOST_STICKERS):
        raise invalid_sticker()


def refuse_empty(message: Json, *, is_edit: bool, file_count: int) -> None:
    """Raises ApiError 50006 for a message with nothing in it.

    An edit is refused only when it takes all away by itself; whether something is left of the message it changes is
    for the one to say who has that message (`is_empty_message`).
    """
    if is_edit and any(key not in message for key in ("content", "embeds", "attachments", "components")):
        return

    if is_empty_message(message, file_count=file_count):
        raise empty_message()


def is_empty_message(message: Json, *, file_count: int = 0) -> bool:
    """Whether a message has no text but blanks, and no embed, file, component or sticker."""
    content = message.get("content")
    has_text = isinstance(content, str) and bool(content.strip())
    things = ("embeds", "attachments", "components", "sticker_ids", "sticker_items")
    return not (has_text or file_count or any(message.get(key) for key in things))


def _check_attachments(message: Fields, file_count: int, *, is_edit: bool) -> None:
    if file_count > MOST_FILES:
        message.fail("attachments", rules.longest(MOST_FILES))
        return

    for attachment in message.objects("attachments", MOST_FILES):
        attachment.text("filename", LONGEST_FILE_NAME, least=1)
        attachment.text("description", LONGEST_ALT_TEXT)
        attachment.text("title", LONGEST_FILE_NAME)
        attachment.boolean("is_spoiler")
        number = attachment.snowflake("id", is_required=True)
        if number is None:
            continue

        # A new file is named by its place in `files[n]`, a file that an edit keeps by its id.
        is_kept = is_edit and int(number) >= MOST_FILES
        if not is_kept and int(number) >= max(file_count, 0):
            attachment.fail(None, rules.ATTACHMENT_NOT_FOUND)


def _check_mentions(message: Fields) -> None:
    allowed = message.object("allowed_mentions")
    if allowed is None:
        return

    allowed.boolean("replied_user")
    parse = allowed.unique("parse", MOST_MENTIONED)
    for index, kind in enumerate(parse):
        if kind not in _MENTION_KINDS:
            allowed.errors.add((*allowed.path, "parse", index), *rules.one_of(_MENTION_KINDS))

    for key in ("users", "roles"):
        ids = allowed.unique(key, MOST_MENTIONED)
        _check_ids(allowed, key, ids)
        if ids and key in parse:
            allowed.fail(None, rules.parse_and_ids(key))


def _check_ids(owner: Fields, key: str, ids: list[Any]) -> None:
    path: Path = (*owner.path, key)
    entries = Fields({str(index): item for index, item in enumerate(ids)}, path, owner.errors)
    for index in range(len(ids)):
        entries.snowflake(str(index), is_required=True)


def _check_nonce(message: Fields) -> None:
    message.boolean("enforce_nonce")
    nonce = message.get("nonce")
    if nonce is None:
        return

    if isinstance(nonce, str):
        if len(nonce) > LONGEST_NONCE:
            message.fail("nonce", rules.NONCE_TOO_LONG)

        return

    if not is_integer(nonce):
        message.fail("nonce", rules.NONCE_TYPE)
    elif not -_LARGEST_NUMBER - 1 <= nonce <= _LARGEST_NUMBER:
        message.fail("nonce", rules.NONCE_OUT_OF_BOUNDS)


def _check_reference(message: Fields) -> None:
    reference = message.object("message_reference")
    if reference is None:
        return

    reference.snowflake("message_id", is_required=True)
    reference.snowflake("channel_id")
    reference.snowflake("guild_id")
    reference.boolean("fail_if_not_exists")
    if reference.choice("type", (0, 1)) == 1:
        reference.fail("type", rules.not_in_sandbox("forwarded messages"))


def _check_flags(message: Fields, allow_flags: int, *, is_edit: bool) -> None:
    flags = message.integer("flags", 0, _LARGEST_NUMBER)
    if flags is None:
        return

    for flag, rule in _UNSUPPORTED_FLAGS.items():
        if flags & flag:
            message.fail("flags", rule)
            return

    if not is_edit and flags & ~allow_flags:
        message.fail("flags", rules.FLAGS_NOT_ALLOWED)
