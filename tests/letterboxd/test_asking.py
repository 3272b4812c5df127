"""How a feed is asked for, and what becomes of every way in which that goes wrong."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from data.errors import FeedFailed, FeedRefused, FeedUnreachable, NoSuchMember, StrangeFeed
from data.letterboxd import asking
from data.letterboxd.asking import FeedClient
from tests.builders import NOW
from tests.data.letterboxd.feeds import FeedItem, a_feed, an_entity_bomb
from tests.letterboxd.conftest import CONTACT
from tests.letterboxd.letterboxd_server import (
    Answer,
    LetterboxdServer,
    cuts_off,
    gives,
    hangs,
    leads_to,
    letterboxd,
    one_after_the_other,
    packed_bomb,
    pours,
    says,
    trickles,
)

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


async def fetch(client: FeedClient, name: str = "ann", now: datetime = NOW) -> asking.FeedAnswer:
    """The feed, for the first time."""
    return await client.fetch(name, None, None, now)


async def test_feed_comes_with_what_the_next_request_is_to_tell(client: FeedClient, server: LetterboxdServer) -> None:
    server.diary("ann", FeedItem(2), FeedItem(1))

    answer = await fetch(client)

    assert answer.entries is not None
    assert [entry.entry.name for entry in answer.entries] == ["letterboxd-watch-2", "letterboxd-watch-1"]
    assert None not in {answer.etag, answer.modified}


async def test_every_request_says_who_asks_and_whom_to_write_to_and_brings_no_cookies(
    client: FeedClient, server: LetterboxdServer
) -> None:
    server.diary("ann").fault = says(200, {"Content-Type": "text/xml", "Set-Cookie": "a=b"}, a_feed())

    for _ in range(2):
        await fetch(client)

    assert [asked.path for asked in server.asked] == ["/ann/rss/"] * 2
    assert {asked.headers["User-Agent"] for asked in server.asked} == {f"Marquee/1.2 (+{CONTACT})"}
    assert not any("Cookie" in asked.headers or "Referer" in asked.headers for asked in server.asked)


@pytest.mark.parametrize(("has_etag", "has_date"), [(True, True), (True, False), (False, True)])
async def test_unchanged_feed_is_not_sent_again(
    client: FeedClient, server: LetterboxdServer, *, has_etag: bool, has_date: bool
) -> None:
    diary = server.diary("ann", FeedItem(1))
    diary.has_etag, diary.has_date = has_etag, has_date
    first = await fetch(client)

    second = await client.fetch("ann", first.etag, first.modified, NOW)

    assert second == first.model_copy(update={"entries": None})


async def test_packed_feed_is_unpacked(client: FeedClient, server: LetterboxdServer) -> None:
    server.diary("ann", FeedItem(1)).is_packed = True

    answer = await fetch(client)

    assert answer.entries is not None
    assert len(answer.entries) == 1


async def test_only_one_request_is_made_at_a_time(client: FeedClient, server: LetterboxdServer) -> None:
    for name in ("ann", "bob", "cleo"):
        server.diary(name)

    await asyncio.gather(*(fetch(client, name) for name in ("ann", "bob", "cleo")))

    assert (len(server.asked), server.most_at_once) == (3, 1)


async def test_redirect_within_letterboxd_is_followed(client: FeedClient, server: LetterboxdServer) -> None:
    server.diary("ann", FeedItem(1))
    server.diary("Ann").fault = leads_to("/ann/rss/")

    answer = await fetch(client, "Ann")

    assert answer.entries is not None
    assert [asked.path for asked in server.asked] == ["/Ann/rss/", "/ann/rss/"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirect_elsewhere_is_not_followed(client: FeedClient, server: LetterboxdServer, status: int) -> None:
    async with letterboxd() as elsewhere:
        elsewhere.diary("ann", FeedItem(1))
        server.diary("ann").fault = leads_to(f"{elsewhere.url}/ann/rss/", status)

        with pytest.raises(StrangeFeed) as caught:
            await fetch(client)

        assert caught.value.is_elsewhere
        assert elsewhere.asked == []


@pytest.mark.parametrize(
    "location",
    [
        "https://127.0.0.1:{port}/ann/rss/",
        "http://localhost:{port}/ann/rss/",
        "http://me@127.0.0.1:{port}/ann/rss/",
        "//example.org/ann/rss/",
    ],
)
async def test_another_name_of_the_same_place_is_elsewhere(
    client: FeedClient, server: LetterboxdServer, location: str
) -> None:
    server.diary("ann").fault = leads_to(location.format(port=server.url.rpartition(":")[2]))

    with pytest.raises(StrangeFeed) as caught:
        await fetch(client)

    assert (caught.value.is_elsewhere, len(server.asked)) == (True, 1)


async def test_redirects_in_a_circle_end_after_two(client: FeedClient, server: LetterboxdServer) -> None:
    server.diary("ann").fault = leads_to("/ann/rss/")

    with pytest.raises(StrangeFeed):
        await fetch(client)

    assert len(server.asked) == 1 + asking.REDIRECTS


_FAULTS: dict[str, tuple[Callable[[], Answer], type[FeedFailed]]] = {
    "no such member": (lambda: says(404), NoSuchMember),
    "gone": (lambda: says(410), NoSuchMember),
    "refused": (lambda: says(403), FeedRefused),
    "unauthorized": (lambda: says(401), FeedRefused),
    "too many": (lambda: says(429), FeedRefused),
    "broken": (lambda: says(500), FeedUnreachable),
    "bad gateway": (lambda: says(502), FeedUnreachable),
    "under repair": (lambda: says(503), FeedUnreachable),
    "cut off": (cuts_off, FeedUnreachable),
    "leads nowhere": (lambda: leads_to("http://[::1"), StrangeFeed),
    "leads to a file": (lambda: leads_to("file:///etc/passwd"), StrangeFeed),
    "leads to no place": (lambda: leads_to("https:/"), StrangeFeed),
    "teapot": (lambda: says(418), StrangeFeed),
    "not modified unasked": (lambda: says(304), StrangeFeed),
    "a page": (lambda: says(200, body=b"<html>Welcome to our hotel</html>"), StrangeFeed),
    "a page that says it is a feed": (lambda: gives(b"<html><p>Welcome"), StrangeFeed),
    "rubbish": (lambda: gives(b"\xff\xfe\x00" * 100), StrangeFeed),
    "nothing": (lambda: gives(b""), StrangeFeed),
    "json": (lambda: gives(b"{}", "application/json"), StrangeFeed),
    "entity bomb": (lambda: gives(an_entity_bomb()), StrangeFeed),
    "50 MB": (pours, StrangeFeed),
    "packed bomb": (packed_bomb, StrangeFeed),
    "half a pack": (
        lambda: says(200, {"Content-Type": "text/xml", "Content-Encoding": "gzip"}, b"\x1f\x8b\x08"),
        StrangeFeed,
    ),
    "unknown packing": (
        lambda: says(200, {"Content-Type": "text/xml", "Content-Encoding": "br"}, b"abc"),
        StrangeFeed,
    ),
}


@pytest.mark.parametrize("name", _FAULTS)
async def test_what_goes_wrong_is_told_apart_and_not_tried_again(
    client: FeedClient, server: LetterboxdServer, name: str
) -> None:
    fault, error = _FAULTS[name]
    server.diary("ann").fault = fault()

    with pytest.raises(error):
        await fetch(client)

    assert len(server.asked) == 1


@pytest.mark.parametrize("fault", [hangs, trickles])
async def test_feed_that_does_not_arrive_in_time_is_given_up(
    client: FeedClient, server: LetterboxdServer, monkeypatch: pytest.MonkeyPatch, fault: Callable[[], Answer]
) -> None:
    monkeypatch.setattr(asking, "ANSWER_WITHIN_S", 0.1)
    server.diary("ann").fault = fault()

    with pytest.raises(FeedUnreachable, match="no answer in time"):
        await fetch(client)


async def test_letterboxd_that_nobody_listens_for_is_out_of_reach() -> None:
    async with letterboxd() as gone:
        client = FeedClient(gone.url, CONTACT)

    with pytest.raises(FeedUnreachable):
        await fetch(client)

    await client.close()


async def test_nothing_is_asked_once_we_are_about_to_end(client: FeedClient, server: LetterboxdServer) -> None:
    await client.close()

    with pytest.raises(FeedUnreachable):
        await fetch(client)

    assert server.asked == []


@pytest.mark.parametrize("status", [403, 429, 503])
@pytest.mark.parametrize(
    ("wish", "after"),
    [
        ("3600", timedelta(hours=1)),
        (str(3 * 86_400), 3 * DAY),
        (format_datetime((NOW + 2 * DAY).astimezone(UTC), usegmt=True), 2 * DAY),
        ("0", asking.REST_AT_LEAST),
        ("9" * 20, asking.REST_AT_MOST),
        ("soon", asking.REST_UNASKED),
    ],
)
async def test_letterboxd_is_left_alone_for_as_long_as_it_says(
    client: FeedClient, server: LetterboxdServer, status: int, wish: str, after: timedelta
) -> None:
    server.diary("bob", FeedItem(1))
    server.diary("ann").fault = says(status, {"Retry-After": wish})

    with pytest.raises(FeedRefused) as caught:
        await fetch(client)

    until = caught.value.until
    assert caught.value.is_for_all
    assert NOW + after <= until < NOW + after + 20 * SECOND

    with pytest.raises(FeedRefused):
        await fetch(client, "bob", until - 20 * SECOND)

    assert len(server.asked) == 1
    assert (await fetch(client, "bob", until)).entries


async def test_too_many_without_a_word_of_when_is_a_rest_all_the_same(
    client: FeedClient, server: LetterboxdServer
) -> None:
    server.diary("ann").fault = says(429)

    with pytest.raises(FeedRefused) as caught:
        await fetch(client)

    assert (caught.value.is_for_all, client.rests_until) == (True, caught.value.until)
    assert caught.value.until >= NOW + asking.REST_UNASKED


async def test_refusal_without_a_word_of_when_holds_for_that_feed_and_a_day(
    client: FeedClient, server: LetterboxdServer
) -> None:
    server.diary("bob", FeedItem(1))
    server.diary("ann").fault = says(403)

    with pytest.raises(FeedRefused) as caught:
        await fetch(client)

    assert not caught.value.is_for_all
    assert NOW + asking.REFUSED_FOR <= caught.value.until < NOW + asking.REFUSED_FOR + 20 * SECOND
    assert (await fetch(client, "bob")).entries


async def test_whoever_waits_for_their_turn_is_told_of_a_rest_that_began_meanwhile(
    client: FeedClient, server: LetterboxdServer
) -> None:
    server.fault = one_after_the_other([says(429, {"Retry-After": "60"})])

    ended = await asyncio.gather(fetch(client, "ann"), fetch(client, "bob"), return_exceptions=True)

    assert [type(error) for error in ended] == [FeedRefused, FeedRefused]
    assert len(server.asked) == 1


async def test_marks_that_are_too_long_are_not_kept(client: FeedClient, server: LetterboxdServer) -> None:
    server.diary("ann").fault = says(200, {"Content-Type": "text/xml", "ETag": "x" * 1000}, a_feed())

    answer = await fetch(client)

    assert (answer.etag, answer.modified) == (None, None)
