"""One object for all that is kept, with a part per aggregate."""

from pathlib import Path
from typing import Self

from data.store.copies import CopyStore
from data.store.counts import CountStore
from data.store.database import Database
from data.store.details import DetailStore
from data.store.diagnosis import DiagnosisStore
from data.store.diaries import DiaryStore
from data.store.diary import DiaryReader
from data.store.diary_export import DiaryExport
from data.store.digest_outbox import DigestOutbox
from data.store.digests import DigestStore
from data.store.drafts import DraftStore
from data.store.feed import FeedStore
from data.store.films import FilmStore
from data.store.follows import FollowStore
from data.store.guilds import GuildStore
from data.store.import_feed import ImportFeed
from data.store.imports import ImportStore
from data.store.likes import LikeStore
from data.store.members import MemberStore
from data.store.merges import MergeStore
from data.store.notes import NoteStore
from data.store.outbox import OutboxStore
from data.store.own_film_drafts import OwnFilmDraftStore
from data.store.own_films import OwnFilmStore
from data.store.privacy import PrivacyStore
from data.store.rankings import RankingStore
from data.store.reviews import ReviewStore
from data.store.taste import TasteStore
from data.store.told_films import ToldFilmStore
from data.store.trash import TrashStore
from data.store.weeks import WeekStore


class Store:
    """All that Marquee keeps, in one SQLite file."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.films = FilmStore(database)
        self.own_films = OwnFilmStore(database)
        self.own_film_drafts = OwnFilmDraftStore(database)
        self.told_films = ToldFilmStore(database)
        self.merges = MergeStore(database)
        self.details = DetailStore(database)
        self.reviews = ReviewStore(database)
        self.feed = FeedStore(database)
        self.counts = CountStore(database)
        self.rankings = RankingStore(database)
        self.diaries = DiaryStore(database)
        self.exports = DiaryExport(database)
        self.import_feed = ImportFeed(database)
        self.diary = DiaryReader(database)
        self.drafts = DraftStore(database)
        self.members = MemberStore(database)
        self.privacy = PrivacyStore(database)
        self.notes = NoteStore(database)
        self.likes = LikeStore(database)
        self.trash = TrashStore(database)
        self.taste = TasteStore(database)
        self.guilds = GuildStore(database)
        self.weeks = WeekStore(database)
        self.digests = DigestStore(database)
        self.outbox = OutboxStore(database)
        self.digest_outbox = DigestOutbox(database)
        self.follows = FollowStore(database)
        self.copies = CopyStore(database)
        self.imports = ImportStore(database)
        self.diagnosis = DiagnosisStore(database, self.digest_outbox)

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Open or create the file and bring its schema up to date. Raises DatabaseUnusable, DatabaseTooNew."""
        return cls(await Database.open(path))

    async def close(self) -> None:
        """Finish what is running and close the file."""
        await self.database.close()
