"""Building a message from a checked payload, and changing one."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.clock import Clock
from sandbox.directory import Directory
from sandbox.errors import empty_message
from sandbox.messages.addresses import Addresses
from sandbox.messages.attachments import attachment_object, check_size, content_type_of, safe_filename
from sandbox.messages.components import build_components
from sandbox.messages.embeds import build_embeds
from sandbox.messages.mentions import Sender, find_mentions
from sandbox.messages.model import Message, Upload
from sandbox.objects import user_object
from sandbox.protocol import Json, MessageFlag, MessageType
from sandbox.snowflakes import Snowflakes, parse_id
from sandbox.state import State, StoredFile
from sandbox.world import Channel


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody sends, and in which capacity."""

    payload: Json
    uploads: list[Upload] = field(default_factory=list[Upload])
    type: int = MessageType.DEFAULT
    flags: int = 0
    ephemeral_for: int | None = None
    reply_to: Message | None = None
    extra: Json = field(default_factory=dict[str, Any])
    """What an interaction's answer says of its interaction; empty for any other message."""


class Builder:
    """Makes and changes messages; keeps the files that come with them."""

    def __init__(
        self, directory: Directory, state: State, snowflakes: Snowflakes, clock: Clock, addresses: Addresses
    ) -> None:
        self._directory = directory
        self._state = state
        self._snowflakes = snowflakes
        self._clock = clock
        self._addresses = addresses

    def build(self, channel: Channel, author_id: int, draft: Draft) -> Message:
        """A new message, its files kept; the payload has been checked. Raises ApiError 40005."""
        payload = draft.payload
        message = Message(
            id=self._snowflakes.next(),
            channel_id=channel.id,
            author_id=author_id,
            body={},
            ephemeral_for=draft.ephemeral_for,
            nonce=None if payload.get("nonce") is None else str(payload["nonce"]),
            reply_to=None if draft.reply_to is None else draft.reply_to.id,
        )
        message.body = {
            "id": str(message.id),
            "channel_id": str(channel.id),
            "type": draft.type,
            "author": user_object(self._directory.users[author_id]),
            "timestamp": self._clock.timestamp(),
            "edited_timestamp": None,
            "flags": draft.flags,
            "pinned": False,
            "tts": payload.get("tts") is True,
            "content": "",
            "embeds": [],
            "components": [],
            **draft.extra,
        }
        if draft.reply_to is not None:
            message.body["message_reference"] = _reference(draft.reply_to, channel)

        self._fill(message, draft, channel)
        return message

    def change(self, message: Message, draft: Draft, channel: Channel) -> None:
        """Apply an edit; only what the payload names changes. Raises ApiError 40005 or 50006."""
        was_loading = message.is_loading
        flags = message.flags & ~MessageFlag.LOADING
        if isinstance(draft.payload.get("flags"), int):
            # Of the flags, an edit can change this one only.
            suppress = draft.payload["flags"] & MessageFlag.SUPPRESS_EMBEDS
            flags = (flags & ~MessageFlag.SUPPRESS_EMBEDS) | suppress

        kept = (dict(message.body), list(message.files))
        message.body = message.body | {"flags": flags}
        try:
            self._fill(message, draft, channel)
            _require_something(message)
        except Exception:
            message.body, message.files = kept
            raise

        for file in kept[1]:
            if file not in message.files:
                self._state.delete_file(int(file["id"]))

        if not was_loading:
            message.body["edited_timestamp"] = self._clock.timestamp()

    def describe(self, upload: Upload, channel: Channel) -> Json:
        """A file that is to belong to no message: what a person hands to a command. Raises ApiError 40005."""
        check_size(upload)
        return attachment_object(upload, self._snowflakes.next(), channel.id) | {"ephemeral": True}

    def keep(self, upload: Upload, attachment: Json) -> None:
        """Keep a file that was described."""
        self._keep(upload, int(attachment["id"]), None, is_private=True)

    def _fill(self, message: Message, draft: Draft, channel: Channel) -> None:
        payload, body = draft.payload, message.body
        if "content" in payload:
            body["content"] = (payload["content"] or "").strip()

        for upload in draft.uploads:
            check_size(upload)

        self._fill_files(message, draft)
        if "embeds" in payload:
            body["embeds"] = build_embeds(payload["embeds"] or [], message.files, self._addresses)

        if "components" in payload:
            body["components"] = build_components(payload["components"] or [])

        if "content" in payload or "mentions" not in body:
            self._fill_mentions(message, draft, channel)

    def _fill_files(self, message: Message, draft: Draft) -> None:
        listed: list[Json] | None = draft.payload.get("attachments")
        kept = message.files
        if listed is not None or draft.uploads:
            # From version 10 on, an edit that brings files keeps none of the old ones but those that it lists.
            ids = {parse_id(entry.get("id")) for entry in listed or ()}
            kept = [file for file in kept if int(file["id"]) in ids]

        message.files = kept + [self._add_file(message, upload, listed or []) for upload in draft.uploads]

    def _add_file(self, message: Message, upload: Upload, listed: list[Json]) -> Json:
        entry: Json = next((entry for entry in listed if str(entry.get("id")) == upload.key), Json())
        if entry.get("filename"):
            upload = Upload(upload.key, str(entry["filename"]), upload.content_type, upload.content)

        file = attachment_object(upload, self._snowflakes.next(), message.channel_id)
        file |= {key: entry[key] for key in ("description", "title") if entry.get(key)}
        if message.is_ephemeral:
            file["ephemeral"] = True

        self._keep(upload, int(file["id"]), message.id, is_private=message.is_ephemeral)
        return file

    def _keep(self, upload: Upload, file_id: int, message_id: int | None, *, is_private: bool) -> None:
        stored = StoredFile(file_id, safe_filename(upload.filename), content_type_of(upload), upload.content)
        self._state.save_file(stored, message_id, is_private=is_private)

    def _fill_mentions(self, message: Message, draft: Draft, channel: Channel) -> None:
        replied = draft.reply_to if draft.type == MessageType.REPLY and not draft.extra else None
        sender = Sender(
            guild=self._directory.guild_of(channel),
            bits=self._directory.permissions(message.author_id, channel),
            replied_author_id=None if replied is None else replied.author_id,
        )
        found = find_mentions(message.body["content"], draft.payload.get("allowed_mentions"), sender)
        users = (self._directory.users.get(user_id) for user_id in found.users)
        message.body["mentions"] = [user_object(user) for user in users if user is not None]
        message.body["mention_roles"] = [str(role_id) for role_id in found.roles]
        message.body["mention_everyone"] = found.everyone


def _reference(parent: Message, channel: Channel) -> Json:
    reference: Json = {"type": 0, "channel_id": str(parent.channel_id), "message_id": str(parent.id)}
    if channel.guild_id is not None:
        reference["guild_id"] = str(channel.guild_id)

    return reference


def _require_something(message: Message) -> None:
    body = message.body
    if not (body["content"] or body["embeds"] or body["components"] or message.files):
        raise empty_message()
