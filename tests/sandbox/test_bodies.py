"""Bodies of requests: how large they may be, and what is no JSON and no form."""

import asyncio
import io
import logging

import pytest
import yarl

from sandbox.server import Sandbox
from tests.sandbox.acting import FILM_TALK, Web
from tests.sandbox.files import with_files

MESSAGES = f"/channels/{FILM_TALK}/messages"


async def test_a_file_of_more_than_10_mib_is_too_large(web: Web) -> None:
    form = with_files({}, large_dot_bin=io.BytesIO(bytes(10 * 1024 * 1024 + 1)))
    status, refusal = await web.api("POST", MESSAGES, data=form)

    assert (status, refusal["code"]) == (413, 40005)


async def test_a_body_of_more_than_26_mb_is_too_large(web: Web) -> None:
    status, refusal = await web.api("POST", MESSAGES, data=io.BytesIO(b" " * (26 * 1024 * 1024 + 1)))

    assert (status, refusal["code"]) == (413, 40005)


@pytest.mark.parametrize(
    "body",
    [
        *(b"{", b"\xff", b"[" * 100_000, b'{"content": "\\ud800"}', b'{"\\udfff": 1}', b'{"content": "\xed\xa0\x80"}'),
        *(b'{"content": "x", "flags": NaN}', b'{"content": "x", "other": 1e999}', '{"content": "x"}'.encode("utf-16")),
    ],
)
async def test_a_body_that_is_no_json_is_refused(web: Web, body: bytes) -> None:
    status, refusal = await web.api("POST", MESSAGES, data=body, headers={"Content-Type": "application/json"})

    assert (status, refusal["code"]) == (400, 50109)


async def test_a_part_that_is_no_json_is_refused(web: Web) -> None:
    status, refusal = await web.api("POST", MESSAGES, data=with_files({"content": "\ud800"}, a_dot_txt=b"a"))

    assert (status, refusal["code"]) == (400, 50109)


async def test_a_file_of_a_type_that_is_none_is_kept_as_bytes(web: Web) -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="files[0]"; filename="\xff"\r\nContent-Type: text/\xff\r\n\r\n'
        b"content\r\n--b--\r\n"
    )
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    status, posted = await web.api("POST", MESSAGES, data=body, headers=headers)

    assert status == 200
    assert posted["attachments"][0]["content_type"] == "application/octet-stream"


@pytest.mark.parametrize(
    "part",
    [
        b"Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: other\r\n\r\nx",
        b"Content-Disposition: form-data; name=a\r\nContent-Encoding: gzip\r\n\r\nx",
        b"Content-Disposition: form-data; name=a\r\nX: " + b"x" * 10_000 + b"\r\n\r\nx",
        b"X: x\r\n" * 200 + b"\r\nx",
        b"Content-Disposition: form-data; name=_charset_\r\n\r\n" + b"x" * 40,
        b"Content-Disposition: form-data; name=a\r\nContent-Length: x\r\n\r\nx",
        b"Content-Disposition: form-data; name=a\r\nContent-Type: multipart/mixed\r\n\r\nx",
    ],
)
@pytest.mark.parametrize("path", [f"/api/v10{MESSAGES}", "/client/command"])
async def test_parts_that_are_none_are_refused(web: Web, path: str, part: bytes) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=b", "Authorization": f"Bot {web.sandbox.token}"}
    body = b"--b\r\n" + part + b"\r\n--b--\r\n"
    async with web.session.post(web.sandbox.url + path, data=body, headers=headers) as answer:
        status = answer.status

    assert status == 400


async def test_a_body_that_is_no_object_is_refused(web: Web) -> None:
    status, refusal = await web.api("POST", MESSAGES, [1])

    assert (status, refusal["code"]) == (400, 50035)


async def test_a_client_that_goes_away_in_the_middle_of_a_body_is_no_fault_of_the_sandbox(
    web: Web, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    address = yarl.URL(sandbox.api_url)
    head = (
        f"POST {address.path}{MESSAGES} HTTP/1.1\r\nHost: {address.authority}\r\n"
        f"Authorization: Bot {sandbox.token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    )
    _, writer = await asyncio.open_connection(address.host, address.port)
    writer.write(head.encode() + b'{"content": ')
    await writer.drain()
    # A request that is answered after it: the sandbox has begun with the first.
    await web.api("GET", MESSAGES)

    with caplog.at_level(logging.ERROR):
        writer.transport.abort()
        await web.api("GET", MESSAGES)
        await web.api("GET", MESSAGES)

    assert not caplog.records
