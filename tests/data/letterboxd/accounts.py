"""Invented accounts on Letterboxd, of any size, and newer exports of them; nothing in them is a real person's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from data.models import FIRST_YEAR, LAST_YEAR, Film
from tests.builders import a_film
from tests.data.letterboxd.account_files import (
    DIARY,
    NOT_IMPORTED,
    PLAIN,
    RATINGS,
    REVIEWS,
    AccountFilm,
    DatedFilm,
    EntryRow,
    RatedFilm,
    dated_row,
    diary_row,
    rated_row,
    review_row,
    table,
    zipped,
)
from tests.data.letterboxd.account_texts import a_review, some_tags

FIRST_DAY = date(2012, 1, 1)
LAST_DAY = date(2026, 10, 31)
"""Between these days everything in an account was logged; what newer exports add is from after them."""

FILMS = tuple(a_film(number, year=1950 + number) for number in range(1, 31))
"""Films for small accounts."""

_NEWER_DAYS = 14


@dataclass(frozen=True)
class Account:
    """What one export of an account holds.

    A review stands in the diary too, under the same address, unless it has no watched date.
    """

    diary: tuple[EntryRow, ...]
    reviews: tuple[EntryRow, ...]
    ratings: tuple[RatedFilm, ...]
    watched: tuple[DatedFilm, ...]
    likes: tuple[DatedFilm, ...]
    watchlist: tuple[DatedFilm, ...]

    @property
    def entries(self) -> tuple[EntryRow, ...]:
        """Every viewing once, with its review where it has one, in the order in which they were logged."""
        rows = {row.address: row for row in (*self.diary, *self.reviews)}
        return tuple(sorted(rows.values(), key=lambda row: row.logged_on))

    @property
    def films(self) -> tuple[AccountFilm, ...]:
        """Every film that anything is told of."""
        rows = (*self.watched, *self.ratings, *self.likes, *self.watchlist, *self.diary, *self.reviews)
        return tuple({row.film.key: row.film for row in rows}.values())

    def files(self) -> dict[str, str]:
        """The export's files, those that nobody imports among them."""
        return NOT_IMPORTED | {
            "watched.csv": table(PLAIN, map(dated_row, self.watched)),
            "diary.csv": table(DIARY, map(diary_row, self.diary)),
            "reviews.csv": table(REVIEWS, map(review_row, self.reviews)),
            "ratings.csv": table(RATINGS, map(rated_row, self.ratings)),
            "watchlist.csv": table(PLAIN, map(dated_row, self.watchlist)),
            "likes/films.csv": table(PLAIN, map(dated_row, self.likes)),
        }

    def zip(self) -> bytes:
        """The export as Letterboxd packs it."""
        return zipped(self.files())

    def later(self, seed: int) -> "Account":
        """A newer export of the same account.

        Addresses of entries have changed, and titles and years of a few films, though no film's own address; there are
        some new entries, and nothing was taken away.
        """
        luck = Random(seed)
        renamed = _with_new_addresses(_renamed(self, luck), luck)
        new = [_new_entry(renamed, luck) for _ in range(1 + len(self.diary) // 50)]
        return _account_of([*renamed.entries, *new], luck, renamed)


def an_account(
    seed: int, entries: int, reviews: int, films: Sequence[Film] = FILMS, *, has_twins: bool = False
) -> Account:
    """An account with so many entries, so many of them reviewed, mostly of those films, a few of unknown ones.

    The same arguments give the same account. With twins there are two entries more: *Lost Country* (2023), twice.
    """
    luck = Random(f"{seed}/{entries}/{reviews}")
    known = _drawn(films, max(3, entries * 9 // 10), luck)
    unknown = [_unknown_film(number, luck) for number in range(1, 3 + entries // 50)]
    days = sorted(_a_day(luck) for _ in range(entries))
    rows = [_an_entry(number, _one_of(known, unknown, luck), day, luck) for number, day in enumerate(days)]
    rows = _with_rewatches(_with_reviews(rows, reviews, luck), luck)
    twins = [_twin(number) for number in (1, 2)] if has_twins else []
    wanted = [DatedFilm(film, _a_day(luck)) for film in luck.sample(known, min(len(known), 1 + entries // 10))]
    return _account_of([*rows, *twins], luck, Account((), (), (), (), (), tuple(wanted)))


def accounts(films: Sequence[Film] = FILMS) -> st.SearchStrategy[Account]:
    """Small accounts, some with twins."""
    sizes = st.integers(0, 12)
    seeds = st.integers(0, 10_000)
    return st.builds(an_account, seeds, sizes, sizes, st.just(films), has_twins=st.booleans())


def _drawn(films: Sequence[Film], count: int, luck: Random) -> list[AccountFilm]:
    """Some of the films, no two of one title and year."""
    named = {(film.title.casefold(), film.year): film for film in films}
    drawn = luck.sample(list(named.values()), min(count, len(named)))
    return [
        AccountFilm(film.key, film.title, film.year, f"https://boxd.it/f{number:04x}", film.titles[1:])
        for number, film in enumerate(drawn)
    ]


def _unknown_film(number: int, luck: Random) -> AccountFilm:
    year = luck.choice((None, 1931, 1984, 2019))
    return AccountFilm(
        f"unknown-{number}", f"A Film Nobody Knows, Part {number}", year, f"https://boxd.it/u{number:04x}"
    )


def _twin(number: int) -> EntryRow:
    """One of two films of one title and year, which only their ratings tell apart."""
    film = AccountFilm(f"twin-{number}", "Lost Country", 2023, f"https://boxd.it/t{number}", is_fixed=True)
    day = date(2024, 2, number)
    return EntryRow(film, f"https://boxd.it/et{number}", day, day, rating=2 + 3 * number)


def _a_day(luck: Random) -> date:
    return FIRST_DAY + timedelta(days=luck.randrange((LAST_DAY - FIRST_DAY).days + 1))


def _one_of(known: Sequence[AccountFilm], unknown: Sequence[AccountFilm], luck: Random) -> AccountFilm:
    return luck.choice(unknown if luck.random() < 0.03 or not known else known)


def _an_entry(number: int, film: AccountFilm, day: date, luck: Random) -> EntryRow:
    # Most people log a film on the day; some a few days late, and a few before they see it.
    late = luck.choice((0, 0, 0, 0, 0, 0, 0, 1, 5, -1))
    rating = luck.randint(1, 10) if luck.random() < 0.85 else None
    watched_on = min(day - timedelta(days=late), LAST_DAY)
    return EntryRow(film, f"https://boxd.it/e{number:05x}", day, watched_on, rating, tags=some_tags(luck))


def _with_reviews(rows: Sequence[EntryRow], count: int, luck: Random) -> list[EntryRow]:
    """The entries, so many of them reviewed, a few of those without a watched date."""
    written = list(rows)

    for number in luck.sample(range(len(rows)), min(count, len(rows))):
        watched_on = rows[number].watched_on if luck.random() < 0.95 else None
        written[number] = replace(rows[number], review=a_review(luck), watched_on=watched_on)

    return written


def _with_rewatches(rows: Sequence[EntryRow], luck: Random) -> list[EntryRow]:
    seen: set[str] = set()
    marked: list[EntryRow] = []

    for row in rows:
        marked.append(replace(row, is_rewatch=row.film.key in seen and luck.random() < 0.8))
        seen.add(row.film.key)

    return marked


def _account_of(entries: Sequence[EntryRow], luck: Random, before: Account) -> Account:
    """The account with those entries, and what follows from them; what `before` has stays."""
    rated = {row.film.key: row for row in before.ratings}
    seen = {row.film.key: row for row in before.watched}
    liked = {row.film.key: row for row in before.likes}
    known = {row.address for row in before.entries}

    for row in (row for row in entries if row.address not in known):
        seen.setdefault(row.film.key, DatedFilm(row.film, row.logged_on))

        if row.rating is not None:
            rated[row.film.key] = RatedFilm(row.film, row.logged_on, row.rating)

        if luck.random() < 0.2:
            liked.setdefault(row.film.key, DatedFilm(row.film, row.logged_on))

    return Account(
        diary=tuple(row for row in entries if row.watched_on),
        reviews=tuple(row for row in entries if row.review),
        ratings=tuple(rated.values()),
        watched=tuple(seen.values()),
        likes=tuple(liked.values()),
        watchlist=before.watchlist,
    )


def _renamed(account: Account, luck: Random) -> Account:
    """The account after Letterboxd put a few titles and years right."""
    films = {film.key: film for film in account.films}
    names = {(film.title, film.year) for film in account.films}

    for film in account.films:
        other = _put_right(film, luck)

        if (other.title, other.year) not in names and not film.is_fixed and luck.random() < 0.05:
            films[film.key] = other
            names.add((other.title, other.year))

    return Account(
        diary=tuple(replace(row, film=films[row.film.key]) for row in account.diary),
        reviews=tuple(replace(row, film=films[row.film.key]) for row in account.reviews),
        ratings=tuple(replace(row, film=films[row.film.key]) for row in account.ratings),
        watched=tuple(replace(row, film=films[row.film.key]) for row in account.watched),
        likes=tuple(replace(row, film=films[row.film.key]) for row in account.likes),
        watchlist=tuple(replace(row, film=films[row.film.key]) for row in account.watchlist),
    )


def _put_right(film: AccountFilm, luck: Random) -> AccountFilm:
    """The film under another of its titles, or with a year that is one off."""
    if film.other_titles and luck.random() < 0.5:
        return replace(film, title=luck.choice(film.other_titles))

    year = (film.year or 1999) + luck.choice((-1, 1))
    return replace(film, year=min(max(year, FIRST_YEAR), LAST_YEAR))


def _with_new_addresses(account: Account, luck: Random) -> Account:
    """The account after a third of its entries got other addresses."""
    new = {row.address: _new_address(luck) for row in account.entries if luck.random() < 0.33}
    return replace(
        account,
        diary=tuple(replace(row, address=new.get(row.address, row.address)) for row in account.diary),
        reviews=tuple(replace(row, address=new.get(row.address, row.address)) for row in account.reviews),
    )


def _new_entry(account: Account, luck: Random) -> EntryRow:
    """An entry of the days after what the account has, mostly of a film that is in it."""
    films = [film for film in account.films if not film.is_fixed]
    day = LAST_DAY + timedelta(days=luck.randint(1, _NEWER_DAYS))
    number = luck.randrange(10**6)
    film = luck.choice(films) if films and luck.random() < 0.8 else _unknown_film(number, luck)
    return EntryRow(
        film,
        _new_address(luck),
        day,
        day,
        luck.randint(1, 10),
        is_rewatch=any(row.film.key == film.key for row in account.watched),
        tags=some_tags(luck),
        review=a_review(luck) if luck.random() < 0.4 else "",
    )


def _new_address(luck: Random) -> str:
    return f"https://boxd.it/n{luck.getrandbits(40):010x}"
