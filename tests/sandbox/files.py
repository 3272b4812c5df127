"""Files to send: the smallest picture, and forms with files in them."""

import base64
import io
import json

import aiohttp

from sandbox.protocol import Json

ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def with_files(payload: Json, **files: bytes | io.BytesIO) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", json.dumps(payload), content_type="application/json")
    for index, (name, content) in enumerate(files.items()):
        filename = name.replace("_dot_", ".")
        form.add_field(f"files[{index}]", content, filename=filename, content_type="application/octet-stream")

    return form
