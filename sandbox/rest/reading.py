"""Reading a request's body: JSON, or multipart with files."""

import re
from contextvars import ContextVar
from typing import cast

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from sandbox.errors import FieldErrors, field_error, file_too_large, invalid_json
from sandbox.messages.model import Upload
from sandbox.protocol import BODY_LIMIT_BYTES, Json
from sandbox.snowflakes import parse_id
from sandbox.strict_json import parse_json
from sandbox.validate.fields import LARGEST_ID, Fields

_FILE_PART = re.compile(r"^files?\[(\d+)\]$|^file(\d*)$")
_PARTS_LIMIT = 100
read_body: ContextVar[object] = ContextVar("read_body", default=None)
"""What the request that is being handled was found to hold, for the log."""


async def read_json(request: web.Request) -> object:
    """The request's JSON value; an empty body is an empty object. Raises ApiError 50109 or 40005."""
    try:
        body = await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise file_too_large() from None

    payload: object = _parse(body) if body.strip() else dict[str, object]()
    read_body.set(payload)
    return payload


async def read_object(request: web.Request) -> Json:
    """The request's JSON object. Raises ApiError 50109, 50035 or 40005."""
    return _as_object(await read_json(request))


async def read_payload(request: web.Request) -> tuple[Json, list[Upload]]:
    """The request's JSON object and its files, by their numbers. Raises ApiError 50109, 50035 or 40005."""
    payload, uploads = await read_form(request)
    numbered = [(_FILE_PART.match(upload.key), upload) for upload in uploads]
    return payload, [
        Upload(match[1] or match[2] or "0", upload.filename, upload.content_type, upload.content)
        for match, upload in numbered
        if match is not None
    ]


async def read_form(request: web.Request) -> tuple[Json, list[Upload]]:
    """The request's JSON object and its files, by the names of their parts. Raises ApiError 50109, 50035 or 40005."""
    if request.content_type != "multipart/form-data":
        return await read_object(request), []

    texts, uploads = await _read_parts(request)
    payload = _as_object(_parse(texts["payload_json"]) if "payload_json" in texts else dict(texts))
    read_body.set(payload)
    return payload, uploads


async def _read_parts(request: web.Request) -> tuple[dict[str, str], list[Upload]]:
    texts: dict[str, str] = {}
    uploads: list[Upload] = []
    left = BODY_LIMIT_BYTES
    try:
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            if not isinstance(part, BodyPartReader) or part.name is None or len(texts) + len(uploads) >= _PARTS_LIMIT:
                raise invalid_json()

            content = await _read_part(part, left)
            left -= len(content)
            if part.filename is None:
                texts[part.name] = content.decode()
            else:
                content_type = part.headers.get("Content-Type", "")
                uploads.append(Upload(part.name, part.filename, content_type, content))
    except (ValueError, AssertionError, KeyError, RuntimeError, HttpProcessingError):
        # What aiohttp raises over a body that is no multipart one; UnicodeDecodeError is a ValueError.
        raise invalid_json() from None

    return texts, uploads


def _as_object(value: object) -> Json:
    if not isinstance(value, dict):
        raise field_error((), "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")

    return cast("Json", value)


def read_number(request: web.Request, name: str, least: int = 0, most: int = LARGEST_ID) -> int | None:
    """A number, or an id, of the query; None where it has none. Raises ApiError 50035."""
    given = request.query.get(name)
    if given is None:
        return None

    number = parse_id(given)
    query = Fields({name: given if number is None else number}, (), FieldErrors())
    checked = query.integer(name, least, most)
    query.errors.raise_if_any()
    return checked


async def _read_part(part: BodyPartReader, limit: int) -> bytes:
    chunks = bytearray()
    while chunk := await part.read_chunk(256 * 1024):
        chunks += chunk
        if len(chunks) > limit:
            raise file_too_large()

    return bytes(part.decode(bytes(chunks)))


def _parse(text: str | bytes) -> object:
    try:
        return parse_json(text)
    except ValueError:
        raise invalid_json() from None
