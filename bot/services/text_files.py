"""A review's text that comes in a file."""

import codecs

from data.errors import FileTooLarge, NotAText, TextTooLong
from data.models import LONG_TEXT_LIMIT, shows_something

LARGEST_FILE = 200 * 1024
"""Bytes of a file that is looked into at all: the longest text fits in any encoding that is read."""

_CONTROLS = frozenset(map(chr, (*range(32), 127))) - frozenset("\t\n\v\f")
"""What pictures and programs hold even where they happen to decode, and what people write does not."""


def check_file_size(name: str, size: int) -> None:
    """Refuse a file that is too large for a review's text before it is fetched. Raises FileTooLarge."""
    if size > LARGEST_FILE:
        raise FileTooLarge(name, size, LARGEST_FILE)


def read_text_file(name: str, data: bytes) -> str:
    """The text in the file `name`, its lines ended by newlines.

    UTF-8 is read with or without a byte order mark, UTF-16 with one. Raises FileTooLarge, NotAText, TextTooLong.
    """
    check_file_size(name, len(data))

    try:
        text = _decoded(data)
    except UnicodeDecodeError:
        raise NotAText(name) from None

    text = text.replace("\r\n", "\n").replace("\r", "\n")

    if not _CONTROLS.isdisjoint(text) or not shows_something(text):
        raise NotAText(name)

    if len(text) > LONG_TEXT_LIMIT:
        raise TextTooLong(len(text), LONG_TEXT_LIMIT)

    return text


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")

    return data.decode("utf-8-sig")
