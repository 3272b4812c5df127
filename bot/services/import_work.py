"""Working imports off, a few films at a time: which films are meant, bringing them in, taking them back.

One film is one transaction, which notes also that it is done: whatever ends the bot, the next slice goes on from there.
"""

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any, TypeVar

from bot.services.film_matching import FilmMatching, settle
from bot.services.pauses import Pauses
from data.errors import MarqueeError, StoreFailed
from data.models import Author, FilmKey, Import, ImportFilm, ImportState, Match, MatchState, Outcome
from data.store import Store

_log = logging.getLogger(__name__)

SLICE = 20
"""Films after which another import has its turn."""

_CLEAR = frozenset({MatchState.SURE, MatchState.UNKNOWN})

_KEYS_AT_ONCE = 500
"""Films that were found and are looked through in one go for those that were found twice."""


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

        matches: list[Match] = []

        for film in films:
            match = await _tried(
                about, f"film {film.place}", self._matching.match(about.guild_id, about.user_id, film.told)
            )
            # Of one that can't be looked for nothing comes by itself; its member may say which film is meant.
            matches.append(match or Match(state=MatchState.UNSURE))
            await self._pauses.pause()

        await self._note(about, list(zip(films, matches, strict=True)), now)
        return True

    async def _note(self, about: Import, found: Sequence[tuple[ImportFilm, Match]], now: datetime) -> None:
        """Keep which films are meant, with what importing those would do that can be imported as they are."""
        clear = [(film, match) for film, match in found if match.state in _CLEAR]
        outcomes = await self._previews(about, clear, now)
        notes = [(film.place, match, outcomes.get(film.place)) for film, match in found]
        await self._imports.note_matches(about.id, notes)

    async def _previews(
        self, about: Import, found: Sequence[tuple[ImportFilm, Match]], now: datetime
    ) -> dict[int, Outcome]:
        """By place; nothing where one of them is at fault, which is left once it is to be imported."""
        if not found:
            return {}

        asked = [(match.film, film.told) for film, match in found]
        previews = self._store.diaries.previews(about.guild_id, about.user_id, asked, now)
        outcomes = await _tried(about, f"what some films from {found[0][0].place} on would do", previews)
        return dict(zip((film.place for film, _ in found), outcomes or (), strict=False))

    async def _settle(self, about: Import, now: datetime) -> None:
        """Look at what different films were found to be the same one: that is not sure."""
        keys: list[tuple[int, FilmKey]] = []

        while some := await self._imports.sure_keys(about.id, _KEYS_AT_ONCE, keys[-1][0] if keys else 0):
            keys += some

        times = Counter(key for _, key in keys)

        for twice in (key for key, count in times.items() if count > 1):
            films = await self._imports.in_places(about.id, [place for place, key in keys if key == twice])
            before = [Match(state=film.match, film=film.film, choices=film.choices) for film in films]
            after = settle([film.told for film in films], before)
            changed = [
                (film, settled) for film, was, settled in zip(films, before, after, strict=True) if settled != was
            ]
            await self._note(about, changed, now)
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

        if not (is_wanted and await _tried(about, f"film {film.place}", bring_in())):
            await self._store.diaries.skip(about.id, film.place, now)

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

        if not await _tried(about, f"film {film.place}", take_back()):
            await self._imports.let_stay(about.id, film.place)


async def _tried(about: Import, what: str, work: Coroutine[Any, Any, ResultT]) -> ResultT | None:
    """What comes of the work on `what`; None where that alone is at fault, which is logged. Raises StoreFailed.

    No film may hold up its import for ever, which nobody could end.
    """
    try:
        return await work
    except StoreFailed:
        raise
    except MarqueeError as error:
        _log.warning("import %d: %s is left: %r", about.id, what, error, extra={"guild_id": about.guild_id})
    except Exception:  # noqa: BLE001  (the boundary of one film, or of few)
        _log.exception("import %d: %s is left", about.id, what, extra={"guild_id": about.guild_id})

    return None
