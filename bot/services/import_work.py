"""Working imports off, a few films at a time: which films are meant, bringing them in, taking them back.

One film is one transaction, which notes also that it is done: whatever ends the bot, the next slice goes on from there.
"""

import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any, TypeVar

from bot.services.film_matching import FilmMatching, settle
from bot.services.pauses import Pauses
from data.errors import MarqueeError, StoreFailed
from data.models import Author, FilmKey, Import, ImportFilm, ImportState, Match, MatchState, Outcome
from data.store import Store

_log = logging.getLogger(__name__)

SLICE = 10
"""Films after which another import has its turn."""

_AT_ONCE = 500
"""Films that were found and are looked through in one go for those that were found twice."""

_MOST_ALIKE = 100
"""Of more told films than that nobody can mean one and the same: only a file that wants to do harm tells of so many."""


ResultT = TypeVar("ResultT")


class ImportWork:
    """What happens to imports between their members' presses."""

    def __init__(self, store: Store, matching: FilmMatching) -> None:
        self._store = store
        self._imports = store.imports
        self._matching = matching
        self._pauses = Pauses()
        self._steps: dict[ImportState, Callable[[Import, datetime], Awaitable[bool]]] = {
            ImportState.MATCHING: self._match_some,
            ImportState.RUNNING: self._bring_some_in,
            ImportState.UNDOING: self._take_some_back,
        }

    async def work(self, about: Import, now: datetime) -> bool:
        """Do a slice of the import's present step; whether there is more of it to do. Raises StoreFailed."""
        step = self._steps.get(about.state)
        return step is not None and await step(about, now)

    async def _match_some(self, about: Import, now: datetime) -> bool:
        films = await self._imports.next_waiting(about.id, SLICE)

        if not films:
            await self._settle(about, now)
            await self._imports.ready(about.id)
            return False

        notes: list[tuple[int, Match, Outcome | None]] = []

        for film in films:
            notes.append(await self._matched(about, film, now))
            await self._pauses.pause()

        await self._imports.note_matches(about.id, notes)
        return True

    async def _matched(self, about: Import, film: ImportFilm, now: datetime) -> tuple[int, Match, Outcome | None]:
        async def match() -> tuple[Match, Outcome | None]:
            found = await self._matching.match(about.guild_id, about.user_id, film.told)
            return found, await self._preview(about, film, found, now)

        # Of one that fails nothing comes by itself; its member may say which film is meant.
        found, outcome = await _tried(about, film, match()) or (Match(state=MatchState.UNSURE), None)
        return film.place, found, outcome

    async def _preview(self, about: Import, film: ImportFilm, match: Match, now: datetime) -> Outcome | None:
        if match.state not in {MatchState.SURE, MatchState.UNKNOWN}:
            return None

        return await self._store.diaries.preview(about.guild_id, about.user_id, match.film, film.told, now)

    async def _settle(self, about: Import, now: datetime) -> None:
        """Look at what different films were found to be the same one: that is not sure."""
        places: defaultdict[FilmKey, list[int]] = defaultdict(list)
        last = 0

        while some := await self._imports.sure_keys(about.id, _AT_ONCE, last):
            last = some[-1][0]

            for place, key in some:
                places[key].append(place)

        for alike in (found for found in places.values() if len(found) > 1):
            if len(alike) > _MOST_ALIKE:
                await self._ask_of_all(about, alike)
            else:
                await self._settle_some(about, alike, now)

            await self._pauses.pause()

    async def _settle_some(self, about: Import, places: Sequence[int], now: datetime) -> None:
        """Look at films that were found to be the same one."""
        films = await self._imports.in_places(about.id, places)
        before = [Match(state=film.match, film=film.film, choices=film.choices) for film in films]
        after = settle([film.told for film in films], before)
        await self._imports.note_matches(
            about.id,
            [
                (film.place, match, await self._preview(about, film, match, now))
                for film, was, match in zip(films, before, after, strict=True)
                if match != was
            ],
        )

    async def _ask_of_all(self, about: Import, places: Sequence[int]) -> None:
        """None of so many is surely the film: they are not even looked at, so that nobody waits for that."""
        first = await self._imports.film(about.id, places[0])
        match = Match(state=MatchState.UNSURE, choices=() if first.film is None else (first.film,))

        for begin in range(0, len(places), _AT_ONCE):
            some = places[begin : begin + _AT_ONCE]
            await self._imports.note_matches(about.id, [(place, match, None) for place in some])
            await self._pauses.pause()

    async def _bring_some_in(self, about: Import, now: datetime) -> bool:
        films = await self._imports.not_done(about.id, SLICE)
        author = await self._store.members.find(about.guild_id, about.user_id) or Author(id=about.user_id)

        for film in films:
            await self._bring_in(about, author, film, now)
            await self._pauses.pause()

        if not films:
            await self._imports.done(about.id, now)

        return bool(films)

    async def _bring_in(self, about: Import, author: Author, film: ImportFilm, now: datetime) -> None:
        async def bring_in() -> bool:
            await self._store.diaries.bring_in(about, film.place, author, film.film, film.told, now)
            return True

        is_wanted = film.match in {MatchState.SURE, MatchState.CHOSEN} or (
            film.match is MatchState.UNKNOWN and about.keeps_unknown
        )

        if not (is_wanted and await _tried(about, film, bring_in())):
            await self._store.diaries.skip(about.id, film.place, has_failed=is_wanted)

    async def _take_some_back(self, about: Import, now: datetime) -> bool:
        films = await self._imports.to_undo(about.id, SLICE)

        for film in films:
            await self._take_back(about, film, now)
            await self._pauses.pause()

        if not films:
            await self._imports.undone(about.id, now)

        return bool(films)

    async def _take_back(self, about: Import, film: ImportFilm, now: datetime) -> None:
        async def take_back() -> bool:
            await self._store.diaries.take_back(about, film.place, now)
            return True

        if not await _tried(about, film, take_back()):
            await self._imports.let_stay(about.id, film.place)


async def _tried(about: Import, film: ImportFilm, work: Coroutine[Any, Any, ResultT]) -> ResultT | None:
    """What is done with one film; None where that film alone is at fault, which is logged. Raises StoreFailed.

    No film may hold up its import for ever, which nobody could end.
    """
    try:
        return await work
    except StoreFailed:
        raise
    except MarqueeError as error:
        _log.warning("import %d: film %d is left: %r", about.id, film.place, error, extra={"guild_id": about.guild_id})
    except Exception:  # noqa: BLE001  (the boundary of one film)
        _log.exception("import %d: film %d is left", about.id, film.place, extra={"guild_id": about.guild_id})

    return None
