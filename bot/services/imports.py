"""Imports as their members see them: handing a file in, looking at what it would do, agreeing, taking it back."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

from bot.services.aside import left_behind
from bot.services.film_matching import FilmMatching
from bot.services.films import Films
from bot.services.import_work import ImportWork
from bot.services.pauses import Breaths
from data.errors import ExportTooLarge, FilmNotFound, ImportGone, ImportUnderWay, NothingToImport
from data.letterboxd.archive import MOST_BYTES_IN
from data.letterboxd.export import read_export
from data.models import (
    Author,
    Film,
    FilmKey,
    GuildId,
    Import,
    ImportFilm,
    ImportId,
    ImportState,
    ImportView,
    MatchState,
    Model,
    UserId,
)
from data.store import Store
from data.store.privacy import Wish

LARGEST_FILE = MOST_BYTES_IN
"""Bytes of a file that is handed in: as many as Discord lets everybody send, and far more than an export has."""

PAGE = 10
"""Films on a page of those that their member may look at."""

LATEST = 5
"""Reviews of an import that go into the feed where their member asks for that."""

_NAME_LENGTH = 200


class ImportPage(Model):
    """Some films of an import that are in one state. `number` counts from 1 to `pages`, which is at least 1."""

    films: tuple[ImportFilm, ...]
    number: int
    pages: int


class Imports:
    """Members' imports. Whatever number is asked for, it is the asking member's own import in the server, or none."""

    def __init__(self, store: Store, matching: FilmMatching, films: Films) -> None:
        self._store = store
        self._imports = store.imports
        self._films = films
        self._work = ImportWork(store, matching)
        self._one_file = asyncio.Lock()
        self._on_their_way: dict[UserId, Wish] = {}

    @asynccontextmanager
    async def turn(self, guild_id: GuildId, user_id: UserId) -> AsyncGenerator[None]:
        """Wait until the member's file is the one to be fetched and to `begin` with: each may unpack to much.

        Raises ImportUnderWay, also where another file of theirs is on its way; ImportGone where they asked to be
        forgotten meanwhile.
        """
        if user_id in self._on_their_way:
            raise ImportUnderWay

        with self._store.privacy.watched(user_id) as self._on_their_way[user_id]:
            try:
                await self._check_alone(guild_id, user_id)

                async with self._one_file:
                    self._check_wanted(user_id)
                    yield
            finally:
                del self._on_their_way[user_id]

    async def begin(self, guild_id: GuildId, author: Author, file_name: str, data: bytes, now: datetime) -> Import:
        """Take a file in: its films wait to be looked for, in place of those of a file that came to nothing.

        Raises ExportTooLarge, NothingToImport, ImportUnderWay, StoreFailed; ImportGone where the member asked to be
        forgotten since their `turn` began.
        """
        name = file_name[:_NAME_LENGTH]

        if len(data) > LARGEST_FILE:
            raise ExportTooLarge(name, len(data), LARGEST_FILE)

        await self._check_alone(guild_id, author.id)

        diary = await left_behind(partial(read_export, name, data, now.date(), Breaths().take))

        if not diary.films:
            raise NothingToImport(name, diary.faults)

        self._check_wanted(author.id)
        await self._store.members.see(guild_id, author, now)
        self._check_wanted(author.id)
        import_id = await self._imports.begin(guild_id, author.id, name, diary, now)

        return await self._imports.get(guild_id, author.id, import_id)

    async def latest(self, guild_id: GuildId, user_id: UserId) -> ImportView | None:
        """The member's latest import in this server; None where there is none, or it is past its day.

        Raises ImportGone where it goes this very moment.
        """
        about = await self._imports.latest(guild_id, user_id)
        return None if about is None else await self._view(about)

    async def view(self, guild_id: GuildId, user_id: UserId, import_id: ImportId) -> ImportView:
        """The import, and what all of its films come to. Raises ImportGone."""
        return await self._view(await self._imports.get(guild_id, user_id, import_id))

    async def progress(self, import_id: ImportId) -> ImportView:
        """The import of that number, whoever's it is: for what shows it to its member. Raises ImportGone."""
        return await self._view(await self._imports.by_id(import_id))

    async def page(
        self, guild_id: GuildId, user_id: UserId, import_id: ImportId, state: MatchState, number: int
    ) -> ImportPage:
        """A page of its films in that state, in the order of the file; the last one where there are fewer.

        Raises ImportGone.
        """
        about = await self._imports.get(guild_id, user_id, import_id)
        pages = max(1, -(-await self._imports.count(about.id, state) // PAGE))
        number = min(max(1, number), pages)
        films = await self._imports.films(about.id, state, PAGE, (number - 1) * PAGE)
        return ImportPage(films=tuple(films), number=number, pages=pages)

    async def film(self, guild_id: GuildId, user_id: UserId, import_id: ImportId, place: int) -> ImportFilm:
        """Its film in that place. Raises ImportGone."""
        about = await self._imports.get(guild_id, user_id, import_id)
        return await self._imports.film(about.id, place)

    async def find_choices(  # noqa: PLR0913, PLR0917  (whose, where, of what, and when)
        self, guild_id: GuildId, user_id: UserId, import_id: ImportId, place: int, typed: str, now: datetime
    ) -> Sequence[Film]:
        """The films that `typed` may mean, best first, for its film in that place. Raises ImportGone, FilmNotFound."""
        await self.film(guild_id, user_id, import_id, place)
        found = await self._films.look_up(typed, guild_id, now)
        return (found,) if isinstance(found, Film) else found

    async def choose(  # noqa: PLR0913, PLR0917  (the same)
        self,
        guild_id: GuildId,
        user_id: UserId,
        import_id: ImportId,
        place: int,
        key: FilmKey | None,
        now: datetime,
    ) -> None:
        """The member says which film is meant in that place; None: it is to be left out.

        Raises ImportGone, also where the import does not wait for its member; FilmNotFound, StoreFailed.
        """
        row = await self.film(guild_id, user_id, import_id, place)

        if key is None:
            await self._imports.choose(import_id, place, None, None)
            return

        film = await self._film_of(guild_id, row, key)
        outcome = await self._store.diaries.preview(guild_id, user_id, film, row.told, now)
        await self._imports.choose(import_id, place, film, outcome)

    async def keep_unknown(
        self, guild_id: GuildId, user_id: UserId, import_id: ImportId, *, is_kept: bool
    ) -> ImportView:
        """Whether films that nothing knows are to become films of the server's own. Raises ImportGone, StoreFailed."""
        about = await self._imports.get(guild_id, user_id, import_id)
        await self._imports.keep_unknown(about.id, is_kept=is_kept)
        return await self.view(guild_id, user_id, import_id)

    async def start(self, guild_id: GuildId, user_id: UserId, import_id: ImportId, now: datetime) -> ImportView:
        """The member agrees. Raises ImportGone where it is past that, or not ready yet; ImportUnderWay, StoreFailed."""
        about = await self._imports.get(guild_id, user_id, import_id)
        await self._imports.start(about.id, now)
        return await self.view(guild_id, user_id, import_id)

    async def cancel(self, guild_id: GuildId, user_id: UserId, import_id: ImportId) -> None:
        """Forget an import that did not begin. Raises ImportGone where it did, StoreFailed."""
        about = await self._imports.get(guild_id, user_id, import_id)
        await self._imports.cancel(about.id)

    async def undo(self, guild_id: GuildId, user_id: UserId, import_id: ImportId, now: datetime) -> ImportView:
        """Let all that came with it be taken back, within a day. Raises ImportGone, StoreFailed."""
        about = await self._imports.get(guild_id, user_id, import_id)
        await self._imports.undo(about.id, now)
        return await self.view(guild_id, user_id, import_id)

    async def post_latest(self, guild_id: GuildId, user_id: UserId, import_id: ImportId, now: datetime) -> int:
        """Let its latest reviews go into the server's feed, once; how many there are.

        Raises ImportGone where it is not done, CannotPostLatest, StoreFailed.
        """
        about = await self._imports.get(guild_id, user_id, import_id)

        if about.state is not ImportState.DONE:
            raise ImportGone

        return await self._store.import_feed.queue_latest(about, LATEST, now)

    async def at_work(self) -> list[Import]:
        """The imports of all members that wait for nobody, the oldest first."""
        return await self._imports.at_work()

    async def work(self, about: Import, now: datetime) -> bool:
        """Do a slice of an import at work; whether there is more of its present step to do. Raises StoreFailed."""
        return await self._work.work(about, now)

    async def expire(self, now: datetime) -> None:
        """Delete the imports that are past their day. Raises StoreFailed."""
        await self._imports.expire(now)

    async def _film_of(self, guild_id: GuildId, row: ImportFilm, key: FilmKey) -> Film:
        try:
            return await self._films.get(key, guild_id)
        except FilmNotFound:
            # The catalogue may have been changed since; one added by hand was deleted.
            for film in row.choices:
                if film.key == key and not film.is_by_hand:
                    return film

            raise

    async def _check_alone(self, guild_id: GuildId, user_id: UserId) -> None:
        """Raises ImportUnderWay, before anything is read for nothing."""
        about = await self._imports.latest(guild_id, user_id)

        if about is not None and about.state in {ImportState.RUNNING, ImportState.UNDOING}:
            raise ImportUnderWay

    def _check_wanted(self, user_id: UserId) -> None:
        """Raises ImportGone where the member asked to be forgotten while their file is on its way."""
        wish = self._on_their_way.get(user_id)

        if wish is not None and wish.is_forgotten:
            raise ImportGone

    async def _view(self, about: Import) -> ImportView:
        # A later one that is done is taken back first.
        is_absent = about.state in {ImportState.READY, ImportState.UNDONE}
        earlier = await self._imports.before(about) if is_absent else None
        sums = await self._imports.sums(about)

        # No import is without films: it went meanwhile.
        if not sums.films:
            raise ImportGone

        return ImportView(about=about, sums=sums, earlier=earlier)
