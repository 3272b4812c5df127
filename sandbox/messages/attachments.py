"""Attachments: names, sizes of pictures, and Discord's object for a file."""

import mimetypes
import re
import struct

from sandbox.errors import file_too_large
from sandbox.messages.addresses import attachment_address
from sandbox.messages.model import Upload
from sandbox.protocol import ATTACHMENT_LIMIT_BYTES, Json

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_CONTENT_TYPE = re.compile(r"[!-~]+/[!-~]+(?:; ?[!-~]+)*", re.ASCII)
INLINE_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")
"""What a browser may show; everything else is handed out for download only."""


def safe_filename(name: str) -> str:
    """A file's name as Discord keeps it: nothing but letters, digits, dots, hyphens and underscores."""
    cleaned = _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip("._")
    return cleaned[-120:] or "file"


def check_size(upload: Upload) -> None:
    """Raises ApiError 40005 for a file that is too large."""
    if len(upload.content) > ATTACHMENT_LIMIT_BYTES:
        raise file_too_large()


def content_type_of(upload: Upload) -> str:
    """The type by which a file is served: that of its name, as with Discord; else what the client said."""
    guessed = mimetypes.guess_type(upload.filename)[0]
    if guessed is None:
        return upload.content_type if _CONTENT_TYPE.fullmatch(upload.content_type) else "application/octet-stream"

    return f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed


def attachment_object(upload: Upload, attachment_id: int, channel_id: int) -> Json:
    """A file's object, with its address kept without host."""
    filename = safe_filename(upload.filename)
    address = attachment_address(channel_id, attachment_id, filename)
    body: Json = {
        "id": str(attachment_id),
        "filename": filename,
        "size": len(upload.content),
        "url": address,
        "proxy_url": address,
        "content_type": content_type_of(upload),
    }
    if (size := picture_size(upload.content)) is not None:
        body["width"], body["height"] = size

    return body


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF or JPEG in pixels; None for anything else."""
    try:
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            width, height = struct.unpack(">II", content[16:24])
            return width, height

        if content[:6] in (b"GIF87a", b"GIF89a"):
            width, height = struct.unpack("<HH", content[6:10])
            return width, height

        return _jpeg_size(content) if content.startswith(b"\xff\xd8") else None
    except struct.error:
        return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        # Start-of-frame markers hold the size; C4, C8 and CC are tables.
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height

        at += 2 + length

    return None
