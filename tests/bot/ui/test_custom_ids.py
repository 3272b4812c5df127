import re
from typing import Any, TypeVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.ui import limits
from bot.ui.custom_ids import (
    MOST_PAGES,
    ZONE_LENGTH,
    ChooseAmount,
    CustomId,
    GoBack,
    SeeVersions,
    Switch,
    TurnDiary,
    TurnFeed,
    TurnPage,
    TurnTop,
    UnknownCustomId,
)
from bot.ui.custom_ids.top import MOST_ASKED
from data.models import FILM_KEY_PATTERN, USERNAME_PATTERN, Cursor, FilmId, FilmKey, Period, ReviewFilter, Sort, UserId
from tests.bot.ui.things import filters, some
from tests.bot.ui.written_ids import WRITTEN

KINDS = CustomId.__subclasses__()
KEY = FilmKey("imdb:tt2852470")
LONGEST_KEY = FilmKey("own:" + "w" * 60)

rows = st.integers(1, 10**15 - 1) | st.just(10**15 - 1)
ratings = st.integers(1, 10)

LATEST_S = (1 << 37) - 1
moments = st.integers(0, LATEST_S) | st.just(LATEST_S)
traits = st.none() | st.integers(1, 36**6 - 1) | st.just(36**6 - 1)

keys = st.from_regex(re.compile(FILM_KEY_PATTERN, re.ASCII), fullmatch=True) | st.just(LONGEST_KEY)

ARGUMENTS: dict[str, st.SearchStrategy[Any]] = {
    "film": keys,
    "path": st.lists(keys, min_size=1, max_size=9).map(lambda path: GoBack.along([FilmKey(key) for key in path]).path),
    "review": rows,
    "draft": rows,
    "own": rows,
    "agrees": st.sampled_from(["y", "n"]),
    "user": st.integers(1, (1 << 63) - 1) | st.just((1 << 63) - 1),
    "username": st.from_regex(re.compile(USERNAME_PATTERN, re.ASCII), fullmatch=True) | st.just("_" * 15),
    "merge": rows,
    "import_id": rows,
    "film_place": st.integers(1, MOST_PAGES) | st.just(MOST_PAGES),
    "kind": st.sampled_from(["unsure", "unknown", "left"]),
    "rating": ratings,
    "number": st.integers(1, MOST_PAGES) | st.just(MOST_PAGES),
    "leaf": st.integers(1, MOST_PAGES) | st.just(MOST_PAGES),
    "turn": st.sampled_from(["first", "before", "after", "last", "show"]),
    "sort": st.sampled_from(Sort),
    "film_id": st.none() | rows,
    "author_id": st.none() | st.integers(1, (1 << 63) - 1) | st.just((1 << 63) - 1),
    "rating_min": st.none() | ratings,
    "rating_max": st.none() | ratings,
    "period": st.none() | st.sampled_from(Period),
    "has_text": st.sampled_from([None, "t"]),
    "at_rating": st.none() | st.integers(0, 10),
    "at_likes": st.none() | st.integers(0, (1 << 31) - 1) | st.just((1 << 31) - 1),
    "at_s": st.none() | moments,
    "at_id": st.none() | rows,
    "digest": st.none() | rows,
    "due_s": moments,
    "undo": st.sampled_from([None, "u"]),
    "show": st.sampled_from([None, "s"]),
    "step": st.sampled_from(["feed", "digest", "reading", "end", "all", "diaries"]),
    "to": st.sampled_from(["on", "off"]),
    "of": st.sampled_from(["feed", "digest"]),
    "typed": st.none() | st.text(min_size=1, max_size=ZONE_LENGTH) | st.just("\U0001f3ac" * ZONE_LENGTH),
    "zone": st.text("Abz019/_+-", min_size=1, max_size=ZONE_LENGTH),
    "year": st.integers(1, 9999),
    "month": st.integers(1, 12),
    "begin_s": st.none() | moments,
    "end_s": st.none() | moments,
    "genre": traits,
    "decade": traits,
    "country": traits,
    "director": traits,
    "minimum": st.integers(1, MOST_ASKED) | st.just(MOST_ASKED),
    "picture": st.sampled_from([None, "p"]),
}
CHOICES: dict[type[CustomId], list[str]] = {
    Switch: ["bare", "spoilers", "empty", "diaries"],
    ChooseAmount: ["weekday", "hour", "prior"],
}

PLACES: dict[type[CustomId], list[str]] = {
    TurnDiary: ["earlier", "later", "before", "this", "after"],
    TurnTop: ["first", "before", "this", "after", "last", "show"],
}

RequestT = TypeVar("RequestT", bound=CustomId)


def of_kind(kind: type[RequestT]) -> st.SearchStrategy[RequestT]:
    """Requests of one kind, with any arguments that are right for it."""
    arguments: dict[str, st.SearchStrategy[Any]] = ARGUMENTS | {
        "what": st.sampled_from(CHOICES.get(kind, [""])),
        "place": st.sampled_from(PLACES.get(kind, [""])),
    }
    return st.builds(kind, **{name: arguments[name] for name in kind.model_fields})


requests = st.sampled_from(KINDS).flatmap(of_kind)

cursors = st.builds(
    Cursor,
    rating=st.integers(0, 10),
    created_s=st.integers(0, (1 << 40) - 1),
    id=rows,
    likes=st.integers(0, (1 << 31) - 1),
)

SPOILERS = ["", ":", "0", "-", "+", " ", "٣", "_", ".", "9" * 30, "\ud800", "\n", "x"]

LONGEST_FILTER = ReviewFilter(
    film_id=FilmId(10**15 - 1),
    author_id=UserId((1 << 63) - 1),
    rating_min=10,
    rating_max=10,
    period=Period.MONTH,
    has_text=True,
    sort=Sort.MOST_LIKED,
)
LONGEST_CURSOR = Cursor(rating=10, created_s=(1 << 40) - 1, id=10**15 - 1, likes=(1 << 31) - 1)
LONGEST_TURN = TurnPage.at("before", MOST_PAGES, LONGEST_FILTER, LONGEST_CURSOR)
LONGEST_OLD_TURN = TurnFeed(
    turn="before",
    number=MOST_PAGES,
    sort=Sort.NEWEST,
    film_id=10**15 - 1,
    author_id=(1 << 63) - 1,
    rating_min=10,
    rating_max=10,
    at_rating=10,
    at_s=(1 << 40) - 1,
    at_id=10**15 - 1,
)
LONGEST_TOP = TurnTop(
    place="before",
    number=MOST_PAGES,
    period=Period.MONTH,
    begin_s=LATEST_S,
    end_s=LATEST_S,
    genre=36**6 - 1,
    decade=36**6 - 1,
    country=36**6 - 1,
    director=36**6 - 1,
    author_id=(1 << 63) - 1,
    minimum=MOST_ASKED,
    picture="p",
)


def parsed(custom_id: str) -> CustomId | None:
    """What the custom id stands for; None where it is refused in the one way that is allowed."""
    try:
        return CustomId.parse(custom_id)
    except UnknownCustomId:
        return None


@some(500)
@given(requests)
@example(LONGEST_TURN)
@example(LONGEST_OLD_TURN)
@example(LONGEST_TOP)
@example(SeeVersions(review=10**15 - 1, number=MOST_PAGES, leaf=MOST_PAGES))
def test_every_request_is_read_back_from_at_most_100_characters(request: CustomId) -> None:
    custom_id = str(request)

    assert CustomId.parse(custom_id) == request
    assert limits.length(custom_id) <= limits.CUSTOM_ID


def test_no_two_kinds_share_an_action() -> None:
    actions = [kind.action for kind in KINDS]

    assert len(set(actions)) == len(actions)


@pytest.mark.parametrize(("custom_id", "request_"), WRITTEN)
def test_written_form_never_changes(custom_id: str, request_: CustomId) -> None:
    assert str(request_) == custom_id
    assert CustomId.parse(custom_id) == request_


def test_written_form_of_every_kind_is_pinned_down() -> None:
    assert {type(request) for _, request in WRITTEN} == set(KINDS)


@some(300)
@given(st.text() | st.text("v1:feedopnwritagkch0987654321-", max_size=120))
def test_any_text_is_a_request_or_unknown(text: str) -> None:
    request = parsed(text)

    assert request is None or str(request) == text


@some(500)
@given(requests, st.integers(0, 120), st.integers(0, 3), st.sampled_from(SPOILERS))
def test_spoilt_custom_id_is_another_request_or_unknown(
    request: CustomId, place: int, removed: int, inserted: str
) -> None:
    custom_id = str(request)
    spoilt = custom_id[:place] + inserted + custom_id[place + removed :]

    found = parsed(spoilt)

    assert found is None or str(found) == spoilt


@pytest.mark.parametrize(
    "custom_id",
    [
        "",
        "v1",
        "v1:",
        "v1:nothing",
        "v2:open:1",
        "V1:open:1",
        "v1:open",
        "v1:open:",
        "v1:open:0",
        "v1:open:-1",
        "v1:open:+1",
        "v1:open:01",
        "v1:open: 1",
        "v1:open:1.0",
        "v1:open:1_0",
        "v1:open:٣",
        "v1:open:1:2",
        "v1:open:" + "9" * 16,
        "v1:open:" + "9" * 5_000,
        "v1:choose:junk",
        "v1:write:",
        "v1:write:imdb:tt1",
        "v1:write:imdb:tt2852470\n",
        "v1:write:imdb:tt2852470:x",
        "v1:write:own:" + "w" * 61,
        "v1:chooserate:11",
        "v1:leaf:1",
        "v1:leaf:1:0",
        "v1:versions:1:1",
        "v1:versions:1:1:0",
        "v1:import:0",
        "v1:importfilms:1:sure:1",
        "v1:importmeant:1:unsure:1:0",
        "v1:batch:",
        "v1:batch:a",
        "v1:feedoff:",
        "v1:setup:",
        "v1:setup:everything",
        "v1:switch:bare:",
        "v1:switch:weekday:on",
        "v1:amount:bare",
        "v1:zone",
        "v1:zone:" + "z" * 41,
        "v1:usezone:",
        "v1:usezone:Europe/Berlin\n",
        "v1:usezone:Europe:Berlin",
        "v1:page:sideways:1:n::::::::::",
        "v1:page:first:1:n:::::::::",
        "v1:page:first:1:n:::::::::::",
        "v1:page:first:1:x::::::::::",
        "v1:page:first:0:n::::::::::",
        "v1:page:first:01:n::::::::::",
        "v1:page:first:A:n::::::::::",
        "v1:page:first:+1:n::::::::::",
        "v1:page:first:-1:n::::::::::",
        "v1:page:first:1_0:n::::::::::",
        "v1:page:first:٣:n::::::::::",
        "v1:page:first: 1:n::::::::::",
        "v1:page:first:5yc1s:n::::::::::",
        "v1:page:first:1:n:::b:::::::",
        "v1:page:first:1:n:::::x:::::",
        "v1:page:first:1:n::::::f::::",
        "v1:page:first:1:n::1y2p0ij32e8e8::::::::",
        "v1:page:first:1:n:::::::1:zik0zk:1:1",
        "v1:page:first:1:n:::::::b:1:1:1",
        "v1:page:first:" + "z" * 5_000 + ":n::::::::::",
        "v1:digest::1r4zlr7k:",
        "v1:digestnow:1r4zlr7k",
        "v1:digestskip:-1:",
        "v1:top:first:1:w::1r4zlr7k:::::::",
        "v1:diary:sideways:2026:11:1",
        "v1:diary:this:0:11:1",
        "v1:diary:this:2026:13:1",
        "v1:diary:this:2026:011:1",
        "v1:diary:this:2026:11:0",
        "v1:feed:sideways:1:n::::::",
        "v1:feed:first:1:x:::::::",
        "v1:feed:first:1:n::::::::",
        "v1:feed:after:1:n:::::11:1:1",
        "v1:feed:after:1:n:::::1:-1:1",
        "v1:feed:after:1:n:::::1:1:" + "9" * 20,
    ],
)
def test_what_we_never_write_is_unknown(custom_id: str) -> None:
    with pytest.raises(UnknownCustomId) as caught:
        CustomId.parse(custom_id)

    assert caught.value.custom_id == custom_id


@some(200)
@given(ARGUMENTS["turn"], ARGUMENTS["number"], filters, st.none() | cursors)
def test_turn_of_a_page_keeps_filter_order_and_place(
    turn: Any, number: int, wanted: ReviewFilter, cursor: Cursor | None
) -> None:
    request = CustomId.parse(str(TurnPage.at(turn, number, wanted, cursor)))

    assert isinstance(request, TurnPage)
    assert (request.turn, request.number, request.wanted, request.cursor) == (turn, number, wanted, cursor)


@some(200)
@given(of_kind(TurnPage))
def test_place_that_is_only_half_told_is_none(request: TurnPage) -> None:
    told = (request.at_rating, request.at_likes, request.at_s, request.at_id)

    assert (request.cursor is None) == (None in told)
    assert request.wanted.sort is request.sort


@some(200)
@given(of_kind(TurnFeed))
def test_turn_of_an_old_page_means_the_same_in_todays_words(old: TurnFeed) -> None:
    request = CustomId.parse(str(old.as_written_now))

    assert isinstance(request, TurnPage)
    assert (request.turn, request.number) == (old.turn, old.number)
    assert request.wanted == ReviewFilter.model_validate(
        old.model_dump(include={"film_id", "author_id", "rating_min", "rating_max", "sort"})
    )
    told = (old.at_rating, old.at_s, old.at_id)
    at = request.cursor
    assert (None if at is None else (at.rating, at.created_s, at.id)) == (None if None in told else told)


def test_number_beyond_all_pages_stays_a_number() -> None:
    request = TurnPage.at("after", 123_456_789, ReviewFilter(), None)

    assert isinstance(CustomId.parse(str(request)), TurnPage)
