"""All that the store can hold of a person, put there, and looked for in its tables and bytes."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from data.models import (
    Draft,
    FilmId,
    GuildId,
    Match,
    MatchState,
    MessageId,
    OwnFilmDraft,
    OwnFilmForm,
    Pace,
    Review,
    ReviewForm,
    ReviewId,
    Source,
    ToldDiary,
    ToldEntry,
    ToldFilm,
    UserId,
)
from data.store import Store
from tests.builders import ALICE, GUILD, MINUTE, NOW, OTHER_GUILD, a_content, a_film, an_author
from tests.data.store.digests import choose_digests, end_week, ready, send
from tests.data.store.files import raw_bytes, tables
from tests.data.store.own import by_hand
from tests.data.store.steps import CHANNEL, a_copy, set_up_feed

IMPERSONAL = {
    "film_keys",
    "film_counts",
    "guild_counts",
    "notes",
    "viewings",
    "outbox",
    "copy_reviews",
    "merged_reviews",
    "film_details",
    "offered_films",
    "weeks",
    "traits",
    "film_traits",
    "digests",
    "digest_films",
}
"""Tables whose rows name nobody: a person's are known by the ids of their reviews alone."""

STRANGER = UserId(370_000_000_000_000_009)
PACE = Pace(per_day=1_000, interval=MINUTE * 0)


@dataclass
class Belongings:
    """What is there of a person: reviews, among them one that can come back, and the messages that show them."""

    reviews: list[ReviewId] = field(default_factory=list[ReviewId])
    copies: list[MessageId] = field(default_factory=list[MessageId])


def words_of(user_id: UserId) -> dict[str, str]:
    """Texts that only this person wrote, one for each place that holds text; the long ones fill pages of their own."""
    name = "alice" if user_id == ALICE else "bobby"
    return {
        "text": f"{name}-said-now " * 260,
        "before": f"{name}-said-before " * 220,
        "deleted": f"{name}-deleted " * 250,
        "draft": f"{name}-drafted " * 250,
        "tag": f"{name}-tagged",
        "name": f"{name}-is-called",
        "avatar": f"https://cdn.example/{name}-looks.png",
        "typed date": f"{name}-dated",
        "synopsis": f"{name}-told " * 60,
        "link": f"https://{name}-linked.example/",
        "told": f"{name}-brought-along " * 250,
        "file": f"{name}-handed-in.zip",
        "called there": f"{name}_there",
    }


def home_of(user_id: UserId) -> GuildId:
    """A server that the person set up."""
    return GuildId(GUILD + 1_000 + user_id % 10)


def in_base_36(number: int) -> str:
    """As custom ids of pages write it."""
    digits = ""

    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits

    return digits


async def fill_every_table(store: Store, user_id: UserId) -> Belongings:
    """Leave something of the person wherever the store can hold it."""
    home = home_of(user_id)
    there = Belongings()
    await set_up_feed(store, home, set_up_by=user_id, set_up_in=CHANNEL)

    for guild_id in (GUILD, OTHER_GUILD, home):
        await _write(store, user_id, guild_id, there)

    await _delete_one(store, user_id, there)
    await _react(store, user_id)
    await _add_films(store, user_id)
    await _bring_diary(store, user_id, there)
    await store.members.toggle_watchlist(user_id, await _film_id(store, 1), NOW)
    await store.members.look_up(user_id, await _film_id(store, 2), NOW)
    await store.members.choose_spoilers(user_id, opens=True)
    await store.notes.set("commands", "known")
    await store.details.want(await _film_id(store, 1), Source.TMDB, NOW)
    await store.details.offer([a_film(2)], NOW)
    return there


async def _end_week(store: Store, user_id: UserId, guild_id: GuildId, there: Belongings) -> None:
    """Let a digest of the server be posted that names the person."""
    number = await _digests(store)
    await choose_digests(store, guild_id=guild_id)
    await end_week(store, guild_id, NOW + MINUTE * number, films=[await _film_id(store, 1)], writers={user_id: 4})
    moment = NOW + MINUTE * 1_000
    due = next(one for one in await ready(store, moment) if one.guild_id == guild_id)
    assert await store.digest_outbox.sending(due.id, due.channel_id, moment)
    there.copies.append((await send(store, due, 3_000 + number)).message_id)


async def _digests(store: Store) -> int:
    row = await store.database.read_one("SELECT count(*) AS found FROM digests")
    assert row is not None
    return row["found"]


async def _film_id(store: Store, number: int) -> FilmId:
    return await store.films.remember(a_film(number), NOW)


async def _write(store: Store, user_id: UserId, guild_id: GuildId, there: Belongings) -> None:
    """Let the person review films, edit the reviews, leave forms unsaved; each review in a post and on a page."""
    words = words_of(user_id)
    author = an_author(user_id, name=words["name"], avatar_url=words["avatar"])
    await store.members.see(guild_id, author, NOW)

    for number in range(1, 5):
        film = a_film(number)
        before = a_content(rating=3, text=words["before"], tags=[words["tag"]])
        after = a_content(rating=number, text=words["text"], tags=[words["tag"], "tag"])
        await store.reviews.save(guild_id, author, film, before, NOW, PACE)
        review = (await store.reviews.save(guild_id, author, film, after, NOW + MINUTE)).review
        form = ReviewForm(text=words["draft"], tags=words["tag"], watched_on=words["typed date"])
        await store.drafts.keep(guild_id, user_id, Draft(film_key=film.key, form=form, saved_at=NOW))
        there.reviews.append(review.id)
        await _show(store, review, there)

    await _end_week(store, user_id, guild_id, there)


async def _show(store: Store, review: Review, there: Belongings) -> None:
    person = in_base_36(review.author.id)
    post = a_copy(1_000 + review.id, f"v1:open:{review.id}", guild_id=review.guild_id)
    request = f"v1:page:show:1:n::{person}:::::8:0:s0uvvt:{review.id}"
    page = a_copy(2_000 + review.id, request, guild_id=review.guild_id, author_id=review.author.id)

    for copy in (post, page):
        await store.copies.add(copy, [review], NOW, is_doubtful=False)
        there.copies.append(copy.message_id)


async def _delete_one(store: Store, user_id: UserId, there: Belongings) -> None:
    """Let the person delete a review that can still come back; its post stands."""
    words = words_of(user_id)
    content = a_content(text=words["deleted"], tags=[words["tag"]])
    review = (await store.reviews.save(GUILD, an_author(user_id), a_film(6), content, NOW)).review
    await _show(store, review, there)
    await store.trash.delete(review.id, user_id, NOW)
    there.reviews.append(review.id)


async def _react(store: Store, user_id: UserId) -> None:
    """Let the person like a stranger's reviews, one of which can still come back, and remove another."""
    films = [10 * (user_id % 10) + n for n in range(7, 10)]
    saved = [
        await store.reviews.save(GUILD, an_author(STRANGER), a_film(film), a_content(text=f"About {film}."), NOW)
        for film in films
    ]

    for one in saved[:2]:
        await store.likes.toggle(GUILD, one.review.id, user_id, NOW)

    await store.trash.delete(saved[1].review.id, STRANGER, NOW)
    await store.trash.delete(saved[2].review.id, user_id, NOW)


async def _add_films(store: Store, user_id: UserId) -> None:
    """Let the person add films that a stranger reviews, and one that nobody does; merge one; leave a form unsaved."""
    words = words_of(user_id)
    told = {"synopsis": words["synopsis"], "link": words["link"]}
    into = a_film(500 + user_id % 10)

    for name in ("merged", "kept", "lone"):
        film = by_hand(f"{name}-{user_id % 10}", **told)
        film_id = await store.own_films.add(GUILD, user_id, film, NOW, 99)

        if name != "lone":
            review = (await store.reviews.save(GUILD, an_author(STRANGER), film, a_content(), NOW)).review
            await store.likes.toggle(GUILD, review.id, user_id, NOW)

        if name == "merged":
            await store.reviews.save(GUILD, an_author(STRANGER), into, a_content(), NOW)
            await store.members.toggle_watchlist(user_id, film_id, NOW)
            await store.merges.merge(GUILD, film_id, into, user_id, NOW)

    form = OwnFilmForm(title="A film", synopsis=words["draft"])
    await store.own_film_drafts.keep(GUILD, user_id, OwnFilmDraft(form=form), NOW)


async def _bring_diary(store: Store, user_id: UserId, there: Belongings) -> None:
    """Let the person import what they wrote elsewhere, begin another import, and let their feed come in."""
    words = words_of(user_id)
    entry = ToldEntry(name=f"https://boxd.it/{words['called there']}", rating=7, text=words["told"])
    rated = ToldFilm(title="A film from elsewhere", address=f"{entry.name}f", entries=(entry,), wanted_on=NOW.date())
    seen = rated.model_copy(
        update={"title": "A film seen there", "entries": (), "seen_on": NOW.date(), "wanted_on": None}
    )
    diary = ToldDiary(films=(rated, seen))
    import_id = await store.imports.begin(GUILD, user_id, words["file"], diary, NOW)
    unknown = Match(state=MatchState.UNKNOWN)
    await store.imports.note_matches(import_id, [(place, unknown, None) for place in (1, 2)])
    await store.imports.ready(import_id)
    await store.imports.start(import_id, NOW)
    about = await store.imports.by_id(import_id)

    for place, told in enumerate(diary.films, 1):
        await store.diaries.bring_in(about, place, an_author(user_id), None, told, NOW)

    row = await store.database.read_one("SELECT id FROM reviews WHERE import_id = ?", (import_id,))
    assert row is not None
    there.reviews.append(ReviewId(row["id"]))
    await store.imports.done(import_id, NOW)
    await store.imports.begin(GUILD, user_id, words["file"], diary, NOW)
    await store.follows.link(GUILD, user_id, words["called there"], NOW)
    follow = await store.follows.of_member(user_id)
    assert follow is not None
    await store.follows.read(follow, {f"letterboxd-review-{user_id}": words["called there"]}, NOW)


def cells(path: Path) -> Iterator[tuple[str, str]]:
    """Every value in every column of every table, with the table's name."""
    with closing(sqlite3.connect(path)) as connection:
        for table in sorted(tables(path)):
            for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608  (the name is the schema's own)
                yield from ((table, str(value)) for value in row)


def tables_naming(path: Path, user_id: UserId) -> set[str]:
    """The tables that hold something of the person."""
    marks = [str(user_id), in_base_36(user_id), *words_of(user_id).values()]
    return {table for table, value in cells(path) if any(mark.strip() in value for mark in marks)}


def marks_of(user_id: UserId) -> dict[str, bytes]:
    """What gives the person away, as bytes."""
    marks = {what: text.split(maxsplit=1)[0].encode() for what, text in words_of(user_id).items()}
    ids = {"id": user_id.to_bytes(8, "big"), "id in words": b"%d" % user_id, "short id": in_base_36(user_id).encode()}
    return marks | ids


def remains_in_bytes(path: Path, user_id: UserId) -> set[str]:
    """What of the person can be read in the raw bytes of the database and of its write-ahead log."""
    raw = raw_bytes(path)
    return {what for what, mark in marks_of(user_id).items() if mark in raw}
