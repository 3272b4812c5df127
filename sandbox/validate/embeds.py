"""Embeds of a message (limits: Discord's documentation, "Message resource", "Embed limits")."""

from datetime import UTC, datetime
from typing import Any, Final, cast

from sandbox.errors import FieldErrors, Json, Path
from sandbox.validate import rules
from sandbox.validate.fields import Fields, as_objects

MOST_EMBEDS: Final = 10
MOST_FIELDS: Final = 25
LONGEST_TITLE: Final = 256
LONGEST_DESCRIPTION: Final = 4096
LONGEST_FIELD_NAME: Final = 256
LONGEST_FIELD_VALUE: Final = 1024
LONGEST_FOOTER: Final = 2048
LONGEST_AUTHOR: Final = 256
LONGEST_ALL: Final = 6000
LONGEST_ALT_TEXT: Final = 1024
LONGEST_URL: Final = 2048
LARGEST_COLOR: Final = 0xFFFFFF

_PICTURE_SCHEMES: Final = ("http", "https", "attachment")
_CONTENT: Final = (
    ("title", None),
    ("description", None),
    ("fields", None),
    ("image", "url"),
    ("thumbnail", "url"),
    ("author", "name"),
    ("footer", "text"),
)
"""What of an embed can be seen, and for the parts with parts what of these."""


def check_embeds(embeds: object, path: Path, errors: FieldErrors) -> None:
    """Note what is wrong with the list of a message's embeds, whose place is `path`."""
    if embeds is None:
        return

    if not isinstance(embeds, list):
        errors.add(path, *rules.LIST)
        return

    items = cast("list[Any]", embeds)
    if len(items) > MOST_EMBEDS:
        errors.add(path, *rules.longest(MOST_EMBEDS))
        return

    # The sum is taken over embeds that are right in themselves, as Discord does.
    size = sum(_check_embed(embed) for embed in as_objects(items, path, errors))
    if size > LONGEST_ALL and not errors.has_any(path):
        errors.add(path, *rules.EMBEDS_TOO_LARGE)


def _check_embed(embed: Fields) -> int:
    """Note what is wrong with one embed; the number of characters that count towards the sum."""
    texts = [embed.text("title", LONGEST_TITLE), embed.text("description", LONGEST_DESCRIPTION)]
    embed.url("url", LONGEST_URL)
    embed.integer("color", 0, LARGEST_COLOR)
    _check_timestamp(embed)
    texts += _check_fields(embed)
    texts += [_check_footer(embed), _check_author(embed)]
    for key in ("image", "thumbnail"):
        _check_picture(embed, key)

    if not embed.is_wrong() and not _shows_something(embed):
        # An empty embed is told to have a description.
        embed.fail("description", rules.REQUIRED)

    return sum(len(text) for text in texts if text)


def _shows_something(embed: Fields) -> bool:
    for key, inner in _CONTENT:
        value = embed.get(key)
        if inner is not None and isinstance(value, dict):
            value = cast("Json", value).get(inner)

        if value.strip() if isinstance(value, str) else value:
            return True

    return False


def _check_fields(embed: Fields) -> list[str | None]:
    texts: list[str | None] = []
    for field in embed.objects("fields", MOST_FIELDS):
        texts.append(field.text("name", LONGEST_FIELD_NAME, is_required=True))
        texts.append(field.text("value", LONGEST_FIELD_VALUE, is_required=True))
        field.boolean("inline")

    return texts


def _check_footer(embed: Fields) -> str | None:
    footer = embed.object("footer")
    if footer is None:
        return None

    footer.url("icon_url", LONGEST_URL, _PICTURE_SCHEMES)
    return footer.text("text", LONGEST_FOOTER)


def _check_author(embed: Fields) -> str | None:
    author = embed.object("author")
    if author is None:
        return None

    author.url("url", LONGEST_URL)
    author.url("icon_url", LONGEST_URL, _PICTURE_SCHEMES)
    return author.text("name", LONGEST_AUTHOR)


def _check_picture(embed: Fields, key: str) -> None:
    picture = embed.object(key)
    if picture is not None:
        picture.url("url", LONGEST_URL, _PICTURE_SCHEMES)
        picture.text("description", LONGEST_ALT_TEXT)


def _check_timestamp(embed: Fields) -> None:
    value = embed.get("timestamp")
    if value is None:
        return

    if not isinstance(value, str) or not _is_iso_8601(value):
        embed.fail("timestamp", rules.not_a_time(value))


def _is_iso_8601(text: str) -> bool:
    try:
        moment = datetime.fromisoformat(text)
        # A moment that leaves the calendar in UTC cannot be kept.
        (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return False

    return True
