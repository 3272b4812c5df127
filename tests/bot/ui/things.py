"""Films, reviews, forms and pages: a plain one, and strategies for those as hostile as the models allow."""

import re
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from typing_extensions import override

from bot.services.feed import FeedPage
from bot.services.films import FilmCard
from data.models import (
    Author,
    Film,
    Model,
    Period,
    Review,
    ReviewContent,
    ReviewFilter,
    ReviewForm,
    ReviewId,
    Score,
    Sort,
    shows_something,
)
from data.models.letterboxd import SOURCE_URL_PATTERN
from tests.bot.ui.written_text import hostile_texts
from tests.builders import GUILD, a_content, a_film, an_author
from tests.rounds import rounds

NOTHING_VISIBLE = "\u200b\u2060\u3164"


def a_review(**said: Any) -> Review:
    """Alice's review of The Missing Picture."""
    return Review(
        id=ReviewId(41),
        guild_id=GUILD,
        author=an_author(name="Alice"),
        film=a_film(title="The Missing Picture"),
        content=a_content(**said),
        created_at=datetime(2026, 11, 20, 18, 30, tzinfo=UTC),
    )


def some(few: int) -> settings:
    """A few examples in `make test`, many more in `make prove`."""
    return settings(
        max_examples=rounds(few),
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


ModelT = TypeVar("ModelT", bound=Model)


def unnamed(strategy: st.SearchStrategy[ModelT]) -> st.SearchStrategy[ModelT]:
    """The same strategy; in a failure's report it is not spelt out over pages."""

    @st.composite
    def made(draw: st.DrawFn) -> ModelT:
        return draw(strategy)

    return made()


DrawnT = TypeVar("DrawnT")


class Untold(Generic[DrawnT]):
    """Something drawn that would fill pages of a failure's report; hypothesis fails where it would fill too many."""

    def __init__(self, it: DrawnT) -> None:
        self.it = it

    @override
    def __repr__(self) -> str:
        return "…"


def untold(strategy: st.SearchStrategy[DrawnT]) -> st.SearchStrategy[Untold[DrawnT]]:
    """The same, each left unsaid in a failure's report."""
    return strategy.map(Untold)


SECRET = "qvxzsecret"
"""A word that no other strategy makes: wherever it turns up, it came from the text that must not be shown."""

_FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
_EXTREMES = [
    "\U0001f3ac" * 300,
    _FAMILY * 60,
    "*" * 300,
    "\\" * 299,
    "_|" * 150,
    "W" * 300,
    "漢" * 300,
    "e\u0301" * 150,
    "@everyone <@1> [a](https://evil.example) discord.gg/a " * 5,
    "**bold** __under__ ~~gone~~ `code` # x",
    "\u202egpj.exe",
    "\u200b",
    "\u3164",
    " \n\t ",
]

names = st.one_of(hostile_texts, st.sampled_from(_EXTREMES), st.text(max_size=30))
"""A name from outside: anything at all, of any length that a model takes."""

_facts = names.map(lambda name: name.encode(errors="ignore").decode())
"""The same without halves of surrogate pairs, which no catalogue's file can hold."""

titles = _facts.filter(bool).map(lambda name: name[:300])


def _many(one: st.SearchStrategy[str], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    few = st.lists(one, max_size=3)
    return st.tuples(few, st.sampled_from([1, most])).map(lambda made: tuple((made[0] * made[1])[:most]))


keys = st.sampled_from(
    ["imdb:tt2852470", "imdb:tt0000000001", "tmdb:1", "wd:Q123456789012", "own:" + "w" * 60, "own:a.b-c"]
)

films = unnamed(
    st.builds(
        Film,
        key=keys,
        title=titles,
        original_title=st.none() | _facts,
        year=st.none() | st.integers(1870, 2100),
        directors=_many(_facts, 60),
        cast=_many(_facts, 60),
        runtime_min=st.none() | st.integers(1, 60_000),
        countries=_many(_facts, 30),
        languages=_many(_facts, 30),
        genres=_many(_facts, 30),
        synopsis=st.none() | _facts | _facts.map(lambda text: (text * 5_000)[:5_000]),
        imdb_id=st.none() | st.just("tt2852470"),
        wikidata_id=st.none() | st.just("Q13370821"),
        poster_url=st.none() | st.just("https://upload.example/poster.jpg"),
    )
)

texts = st.tuples(hostile_texts | st.sampled_from(_EXTREMES), st.sampled_from([0, 0, 4_000, 30_000])).map(
    lambda made: (made[0] * made[1])[: made[1]] if made[1] else made[0]
)
"""What members write: a few words, a full form, or an imported text several times as long."""

_dates = st.dates(date(1895, 12, 28), date(2026, 11, 21))
_tags = st.lists(names.map(lambda name: name[:40]), max_size=10).map(tuple)


sources = st.from_regex(re.compile(SOURCE_URL_PATTERN), fullmatch=True) | st.sampled_from(
    [
        "https://boxd.it/1aBcDe",
        "https://letterboxd.com/" + "_" * 200,
        "https://letterboxd.com/%zz)[x](https://evil.example/*~|`<>",
    ]
)
"""Addresses on Letterboxd, as a file may give them."""


def contents(written: st.SearchStrategy[str] = texts, **said: Any) -> st.SearchStrategy[ReviewContent]:
    """What reviews say, with one of `written` as the text."""
    facts: dict[str, Any] = {
        "rating": st.none() | st.integers(1, 10),
        "text": written,
        "watched_on": st.none() | _dates,
        "tags": _tags,
        "is_spoiler": st.booleans(),
        "is_rewatch": st.booleans(),
        "is_liked": st.booleans(),
        "source_url": st.none() | sources,
    }
    return unnamed(st.fixed_dictionaries(facts | said).map(_with_something_said))


def _with_something_said(said: dict[str, Any]) -> ReviewContent:
    if said["rating"] is None and not shows_something(said["text"]):
        said |= {"rating": 7}

    return ReviewContent.model_validate(said)


hidden_contents = contents(
    hostile_texts.map(lambda text: f"{SECRET} {text}"), is_spoiler=st.just(value=True)
) | contents(
    st.tuples(st.sampled_from(["Fine. ", "a\n\n", "1 < 2 "]), hostile_texts.filter(lambda text: "|" not in text)).map(
        lambda made: f"{made[0]}||{SECRET}|| {made[1]}"
    )
)
"""Reviews whose text gives something away, marked by a box or by bars."""

authors = st.builds(
    Author,
    id=st.integers(1, (1 << 62) - 1),
    name=names,
    avatar_url=st.none() | st.just("https://cdn.discordapp.com/embed/avatars/0.png"),
)

moments = st.datetimes(datetime(2015, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  (told apart)


def reviews(said: st.SearchStrategy[ReviewContent] | None = None) -> st.SearchStrategy[Review]:
    """Reviews of any film by anybody."""
    return unnamed(
        st.builds(
            Review,
            id=st.integers(1, 10**15 - 1),
            guild_id=st.just(GUILD),
            author=authors,
            film=films,
            content=contents() if said is None else said,
            created_at=moments,
            edited_at=st.none() | moments,
            likes=st.integers(0, 3) | st.integers(0, 10**9),
        )
    )


scores = st.builds(
    Score, counts=st.lists(st.integers(0, 3) | st.integers(0, 10**9), min_size=11, max_size=11).map(tuple)
)


def cards(said: st.SearchStrategy[ReviewContent] | None = None) -> st.SearchStrategy[FilmCard]:
    """Film cards with up to three new reviews and two that are liked best."""
    return unnamed(
        st.builds(
            FilmCard,
            film=films,
            film_id=st.just(1),
            score=scores,
            newest=st.lists(reviews(said), max_size=3).map(tuple),
            best_liked=st.lists(reviews(said), max_size=2).map(tuple),
        )
    )


filters = st.builds(
    ReviewFilter,
    film_id=st.none() | st.integers(1, 10**15 - 1),
    author_id=st.none() | st.integers(1, (1 << 63) - 1),
    rating_min=st.none() | st.integers(1, 10),
    rating_max=st.none() | st.integers(1, 10),
    period=st.none() | st.sampled_from(Period),
    has_text=st.booleans(),
    sort=st.sampled_from(Sort),
)


def feed_pages(said: st.SearchStrategy[ReviewContent] | None = None) -> st.SearchStrategy[FeedPage]:
    """Pages of up to five reviews, with whatever filter and count."""
    return unnamed(
        st.builds(
            FeedPage,
            wanted=filters,
            film=st.none() | films,
            author=st.none() | authors,
            reviews=st.lists(reviews(said), min_size=1, max_size=5, unique_by=lambda review: review.id).map(tuple),
            number=st.integers(1, 9_999_999),
            count=st.integers(0, 50_000_000),
            is_count_exact=st.booleans(),
            has_earlier=st.booleans(),
            has_later=st.booleans(),
        )
    )


_lines = names.map(lambda name: "".join(name.splitlines()))

forms = unnamed(
    st.builds(
        ReviewForm,
        rating=st.none() | st.integers(1, 10),
        text=texts.map(lambda text: text[:4_000]),
        watched_on=_lines.map(lambda line: line[:60]),
        tags=_lines.map(lambda line: line[:500]),
        is_spoiler=st.booleans(),
        is_rewatch=st.booleans(),
        is_liked=st.booleans(),
    )
)
"""Forms as a client lets people fill them in."""
