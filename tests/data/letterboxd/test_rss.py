from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.letterboxd.rss import DEPTH_LIMIT, ENTRY_LIMIT, HTML_LIMIT, BadFeed, read_feed
from data.models import FeedEntry, ToldEntry
from tests.data.letterboxd.feeds import FeedItem, a_feed, a_list, an_entity_bomb
from tests.rounds import rounds

proof = settings(max_examples=rounds(200), deadline=None, database=None)

A_WATCH = FeedItem()
A_REVIEW = FeedItem(2, review="<p>Clay.</p>")


def the_entry(item: FeedItem) -> FeedEntry:
    [entry] = read_feed(a_feed([item]))
    return entry


def told(item: FeedItem) -> ToldEntry:
    return the_entry(item).entry


def names(*items: FeedItem) -> list[str | None]:
    return [entry.entry.name for entry in read_feed(a_feed(items))]


def test_a_review_is_read_with_all_that_a_new_feed_tells() -> None:
    entry = the_entry(replace(A_REVIEW, rating="4.5", rewatch="Yes", like="Yes", tmdb_id="178150"))

    assert entry.published_at == datetime(2026, 3, 5, 20, 30, tzinfo=UTC)
    assert (entry.film.title, entry.film.year, entry.film.tmdb_id) == ("The Missing Picture", 2013, 178150)
    assert entry.film.entries == (
        ToldEntry(
            name="letterboxd-review-2",
            url="https://letterboxd.com/ann/film/the-missing-picture/",
            watched_on=date(2026, 3, 5),
            logged_on=date(2026, 3, 6),
            rating=9,
            text="Clay.",
            is_rewatch=True,
            is_liked=True,
        ),
    )


def test_an_older_feed_tells_no_like_and_no_id() -> None:
    entry = the_entry(replace(A_REVIEW, rewatch=None))

    assert (entry.entry.is_liked, entry.entry.is_rewatch, entry.film.tmdb_id) == (None, False, None)


def test_a_watch_has_no_text() -> None:
    assert told(A_WATCH).text == ""
    assert told(replace(A_WATCH, kind="review")).text == ""


def test_a_watch_has_no_text_however_its_day_is_written() -> None:
    document = a_feed([A_WATCH]).replace(b"Thursday March 5, 2026", b"5/3/26")

    assert read_feed(document)[0].entry.text == ""


def test_a_review_that_begins_like_a_mere_watch_is_kept() -> None:
    assert told(replace(A_REVIEW, review="<p>Watched on a plane.</p>")).text == "Watched on a plane."


def test_an_entry_without_rating_and_day_of_watching_is_read() -> None:
    entry = told(replace(A_REVIEW, watched=None, rating=None))

    assert (entry.watched_on, entry.rating, entry.logged_on) == (None, None, date(2026, 3, 6))


def test_an_entry_that_tells_nothing_is_left_out() -> None:
    assert names(replace(A_WATCH, watched=None, published=None), A_REVIEW) == ["letterboxd-review-2"]


@pytest.mark.parametrize(
    ("rating", "half_stars"), [("0.5", 1), ("4.0", 8), ("4", 8), ("3.5", 7), ("5.0", 10), ("0.0", None)]
)
def test_ratings_are_read_as_half_stars(rating: str, half_stars: int | None) -> None:
    assert told(replace(A_WATCH, rating=rating)).rating == half_stars


@pytest.mark.parametrize(
    ("word", "is_so"), [("Yes", True), ("No", False), ("yes", True), (None, None), ("", None), ("maybe", None)]
)
def test_flags_are_yes_and_no(word: str | None, is_so: bool | None) -> None:  # noqa: FBT001
    entry = told(replace(A_WATCH, rewatch=word, like=word))

    assert (entry.is_rewatch, entry.is_liked) == (bool(is_so), is_so)


def test_lists_journal_entries_and_television_are_left_out() -> None:
    journal = replace(A_REVIEW, kind="story")
    television = replace(A_REVIEW, tmdb_tv_id="1396")

    assert names(a_list(), journal, television, replace(A_WATCH, guid="x"), A_REVIEW) == ["letterboxd-review-2"]


@pytest.mark.parametrize(
    ("review", "text"),
    [
        ("<p>He <b>dies</b>.</p>", "He **dies**."),
        ("<p><em>In italics.</em></p> <p>And not.</p>", "*In italics.*\n\nAnd not."),
        ("", ""),
    ],
)
def test_spoilers_are_marked_and_the_warning_is_taken_off_the_text(review: str, text: str) -> None:
    entry = told(replace(A_REVIEW, review=review, has_spoilers=True))

    assert (entry.is_spoiler, entry.text) == (True, text)


def test_either_mark_of_spoilers_is_enough() -> None:
    in_text = told(replace(A_REVIEW, review="<p>This review may contain spoilers. He dies.</p>"))
    document = a_feed([replace(A_REVIEW, has_spoilers=True)]).replace(b"This review may contain spoilers.", b"")
    in_title = read_feed(document)[0].entry

    assert (in_text.is_spoiler, in_text.text) == (True, "He dies.")
    assert (in_title.is_spoiler, in_title.text) == (True, "Clay.")


def test_the_warning_further_on_is_text() -> None:
    entry = told(replace(A_REVIEW, review="<p>Mind: This review may contain spoilers.</p>"))

    assert (entry.is_spoiler, entry.text) == (False, "Mind: This review may contain spoilers.")


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://letterboxd.com/ann/film/ran/1/", "https://letterboxd.com/ann/film/ran/1/"),
        ("http://letterboxd.com/ann/film/ran/", None),
        ("https://letterboxd.com.example.org/ann/", None),
        ("https://example.org/ann/", None),
        ("javascript:alert(1)", None),
        ("https://letterboxd.com/ann/ film", None),
        (None, None),
    ],
)
def test_only_a_page_on_letterboxd_is_kept_as_the_entrys(link: str | None, url: str | None) -> None:
    assert told(replace(A_WATCH, link=link)).url == url


@pytest.mark.parametrize(
    ("stamp", "utc", "day"),
    [
        ("Fri, 06 Mar 2026 00:30:00 +1300", datetime(2026, 3, 5, 11, 30, tzinfo=UTC), date(2026, 3, 6)),
        ("Mon, 6 Jul 2026 00:30:00 +1200", datetime(2026, 7, 5, 12, 30, tzinfo=UTC), date(2026, 7, 6)),
        ("Mon, 6 Jul 2026 00:30:00 GMT", datetime(2026, 7, 6, 0, 30, tzinfo=UTC), date(2026, 7, 6)),
        ("Mon, 6 Jul 2026 00:30:00 -0000", datetime(2026, 7, 6, 0, 30, tzinfo=UTC), date(2026, 7, 6)),
        ("yesterday", None, None),
        ("Mon, 31 Feb 2026 00:30:00 +1200", None, None),
        ("Fri, 31 Dec 9999 23:30:00 -1300", None, None),
        (None, None, None),
    ],
)
def test_the_day_of_logging_is_that_of_letterboxds_clocks(
    stamp: str | None, utc: datetime | None, day: date | None
) -> None:
    entry = the_entry(replace(A_WATCH, published=stamp))

    assert (entry.published_at, entry.entry.logged_on) == (utc, day)


@pytest.mark.parametrize(
    "bad",
    [
        replace(A_WATCH, title=""),
        replace(A_WATCH, title="\u200b"),
        replace(A_WATCH, title="x" * 301),
        replace(A_WATCH, year="13"),
        replace(A_WATCH, year="MMXIII"),
        replace(A_WATCH, rating="5.5"),
        replace(A_WATCH, rating="4.2"),
        replace(A_WATCH, rating="-1"),
        replace(A_WATCH, watched="2026-02-30"),
        replace(A_WATCH, watched="20260203"),
        replace(A_WATCH, watched="0026-02-03"),
        replace(A_WATCH, tmdb_id="x"),
        replace(A_WATCH, tmdb_id="0"),
        replace(A_REVIEW, review="x" * 50_001),
        replace(A_REVIEW, review="<b></b>" * (HTML_LIMIT // 7) + "x"),
    ],
)
def test_an_entry_that_cannot_be_right_leaves_the_others(bad: FeedItem) -> None:
    assert names(replace(bad, number=8), A_REVIEW) == ["letterboxd-review-2"]


def test_a_film_without_a_year_is_read() -> None:
    assert the_entry(replace(A_WATCH, year=None)).film.year is None
    assert the_entry(replace(A_WATCH, year="")).film.year is None


def test_entries_stay_in_the_order_of_the_feed() -> None:
    items = [FeedItem(number, title=f"Film {number}") for number in (5, 9, 2)]

    assert names(*items) == ["letterboxd-watch-5", "letterboxd-watch-9", "letterboxd-watch-2"]


def test_a_review_comes_before_the_watch_of_the_same_film_and_day() -> None:
    another = FeedItem(3, title="Ran")
    other_day = FeedItem(4, watched=date(2026, 1, 1))

    assert names(other_day, A_WATCH, another, A_REVIEW) == [
        "letterboxd-watch-4",
        "letterboxd-review-2",
        "letterboxd-watch-3",
        "letterboxd-watch-1",
    ]


def test_text_and_titles_survive_with_all_their_characters() -> None:
    entry = the_entry(
        replace(
            A_REVIEW, title="L'image & <manquante> “é” 🎬", review="<p>A\u00a0B 👩‍🚀 &lt;3 ]]> &amp; <b>x</b><br/>y</p>"
        )
    )

    assert entry.film.title == "L'image & <manquante> “é” 🎬"
    assert entry.entry.text == "A\u00a0B 👩‍🚀 <3 ]]> & **x**\ny"


def test_html_is_read_however_the_document_wraps_it() -> None:
    document = a_feed([replace(A_REVIEW, more="")]).replace(b"<![CDATA[", b"").replace(b"]]>", b"")
    escaped = a_feed([A_REVIEW]).decode()
    start, end = escaped.index("<![CDATA["), escaped.index("]]>")
    inner = escaped[start + 9 : end].replace("<", "&lt;")

    assert read_feed((escaped[:start] + inner + escaped[end + 3 :]).encode())[0].entry.text == "Clay."
    assert read_feed(document)[0].entry.text == "Clay."


def test_a_character_that_no_xml_has_does_not_spoil_the_feed() -> None:
    document = a_feed([replace(A_REVIEW, review="<p>a\x08b\x0bc\ufffed</p>"), A_WATCH])

    assert [entry.entry.text for entry in read_feed(document)] == ["abcd", ""]
    assert read_feed(document.replace(b"abc", b"a\xffc"))


def test_elements_that_nobody_knows_are_passed_over() -> None:
    more = "<letterboxd:newThing><title>Another</title></letterboxd:newThing><media:x xmlns:media='urn:x'/>"

    assert the_entry(replace(A_WATCH, more=more)).film.title == "The Missing Picture"


def test_a_feed_without_entries_has_none() -> None:
    assert read_feed(a_feed()) == ()


def test_no_more_entries_are_read_than_any_feed_has() -> None:
    assert len(read_feed(a_feed([A_WATCH] * (ENTRY_LIMIT + 1)))) == ENTRY_LIMIT


DOCUMENT = a_feed([A_REVIEW])


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"\0" * 1_000,
        b"<!doctype html><html><body>Just a moment...</body></html>",
        b"<html><body>Just a moment...</body></html>",
        b'{"status": "ok"}',
        an_entity_bomb(),
        an_entity_bomb().decode().encode("utf-16"),
        DOCUMENT.replace(b"<rss", b"<!DOCTYPE rss><rss"),
        DOCUMENT.replace(b"<rss", b'<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss'),
        DOCUMENT.replace(b"utf-8", b"utf-16"),
        DOCUMENT.replace(b"utf-8", b"utf-7"),
        DOCUMENT.replace(b"utf-8", b"iso-8859-1"),
        DOCUMENT.decode().encode("utf-16"),
        DOCUMENT.decode().encode("utf-16-le"),
        DOCUMENT.decode().encode("utf-32"),
        DOCUMENT[:-20],
        DOCUMENT + b"<rss/>",
        DOCUMENT.replace(b"<channel>", b"<channel>&nbsp;"),
        DOCUMENT.replace(b"<channel>", b"<channel>" + b"<a>" * 500_000),
        DOCUMENT.replace(b"<channel>", b"<channel>" + b"<a>" * DEPTH_LIMIT + b"</a>" * DEPTH_LIMIT),
        b"<" * 2_000_000,
        bytes(range(256)) * 8_000,
    ],
    ids=lambda document: repr(document[:40]),
)
def test_what_is_no_such_feed_is_refused(document: bytes) -> None:
    with pytest.raises(BadFeed):
        read_feed(document)


def test_a_feed_may_declare_its_encoding_or_not() -> None:
    bare = DOCUMENT.partition(b"?>\n")[2]

    for document in (
        bare,
        b"\xef\xbb\xbf" + DOCUMENT,
        DOCUMENT.replace(b"utf-8", b"US-ASCII"),
        DOCUMENT.replace(b"'", b'"'),
    ):
        assert len(read_feed(document)) == 1


@proof
@given(st.one_of(st.binary(), st.text().map(str.encode)))
@example(b"<rss><channel><item/></channel></rss>")
def test_any_bytes_are_a_feed_or_refused(data: bytes) -> None:
    try:
        read_feed(data)
    except BadFeed:
        return


@proof
@given(st.data())
def test_a_feed_with_a_part_replaced_is_read_or_refused(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(DOCUMENT)))
    end = data.draw(st.integers(start, min(len(DOCUMENT), start + 40)))
    document = DOCUMENT[:start] + data.draw(st.binary(max_size=20)) + DOCUMENT[end:]

    try:
        entries = read_feed(document)
    except BadFeed:
        return

    assert len(entries) <= 1


words = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))


@proof
@given(
    st.builds(
        FeedItem,
        title=words,
        year=words,
        review=words,
        watched=words,
        rating=words,
        tmdb_id=words,
        link=words,
        published=words,
    )
)
def test_anything_in_an_element_spoils_that_entry_at_most(item: FeedItem) -> None:
    entries = read_feed(a_feed([replace(item, number=8), replace(A_REVIEW, title="Ran")]))

    assert entries[-1].entry.name == "letterboxd-review-2"


moments = st.datetimes(datetime(1970, 1, 1), datetime(2090, 1, 1))  # noqa: DTZ001 - each is given its zone below


@proof
@given(moments, st.integers(-12, 14))
def test_a_time_is_the_same_moment_in_every_zone(moment: datetime, hours: int) -> None:
    local = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))

    entry = the_entry(replace(A_WATCH, published=local))

    assert (entry.published_at, entry.entry.logged_on) == (local.astimezone(UTC), local.date())
