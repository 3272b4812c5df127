"""A store beside a plain model of it: what servers' members wrote, what waits, and what Discord's messages show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from data.errors import CannotRestore
from data.models import Batch, Copy, FeedState, GuildId, GuildSettings, MessageId, Review, ReviewId, StaleCopy, UserId
from data.store import Store
from data.store.trash import UNDO_WITHIN
from data.store.truth import LIKES_APART
from tests.builders import ALICE, GUILD, NOW, OTHER_GUILD, a_content, a_film, an_author
from tests.data.store.steps import FEED, OTHER_FEED

Shown = tuple[str, int]
"""What a message shows of a review: its text and its likes."""


@dataclass
class PlainReview:
    guild_id: GuildId
    author_id: UserId
    film: int
    text: str
    likes: set[UserId] = field(default_factory=set[UserId])

    @property
    def shown(self) -> Shown:
        return self.text, len(self.likes)


@dataclass
class PlainMessage:
    """A message in the feed: what it is to show, what it shows, what it is known to show, and how often it changed."""

    batch: Batch
    shows: dict[ReviewId, Shown]
    known: set[ReviewId]
    version: int = 0


@dataclass
class PlainRow:
    """A review's place in the outbox: `state` is waiting, sending or sent."""

    guild_id: GuildId
    state: str = "waiting"


def shown_of(reviews: Iterable[Review]) -> dict[ReviewId, Shown]:
    return {review.id: (review.content.text, review.likes) for review in reviews}


class PlainTown:
    """Two servers and four people, in the store and as plain dictionaries."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now: datetime = NOW
        self.guilds = [GUILD, OTHER_GUILD]
        self.people = [UserId(ALICE + n) for n in range(4)]
        self.feeds: dict[GuildId, int | None] = dict.fromkeys(self.guilds)
        self.reviews: dict[ReviewId, PlainReview] = {}
        self.trash: dict[ReviewId, tuple[PlainReview, UserId | None, datetime]] = {}
        self.rows: dict[ReviewId, PlainRow] = {}
        self.taken: dict[GuildId, tuple[Batch, list[Review]]] = {}
        self.messages: dict[MessageId, PlainMessage] = {}
        self.edits: dict[MessageId, tuple[StaleCopy, list[Review]]] = {}

    # What people do

    async def write(self, guild: int, person: int, film: int, text: str) -> None:
        guild_id, author_id = self.guilds[guild], self.people[person]
        saved = await self.store.reviews.save(
            guild_id, an_author(author_id), a_film(film), a_content(rating=5, text=text), self.now
        )
        review_id = saved.review.id
        before = self.reviews.get(review_id)
        self.reviews[review_id] = PlainReview(guild_id, author_id, film, text, before.likes if before else set())

        if before is None or before.text != text:
            self._mark({review_id})

        if text and (before is None or not before.text) and self.feeds[guild_id] and review_id not in self.rows:
            self.rows[review_id] = PlainRow(guild_id)

    async def edit(self, nth: int, text: str) -> None:
        """Somebody says something else of a film, most likely of the last that was reviewed."""
        if self.reviews:
            review_id = sorted(self.reviews)[-1 - min(nth, len(self.reviews) - 1)]
            review = self.reviews[review_id]
            await self.write(self.guilds.index(review.guild_id), self.people.index(review.author_id), review.film, text)

    async def delete(self, nth: int, person: int) -> None:
        if (review_id := self._pick(self.reviews, nth)) is not None:
            await self.store.trash.delete(review_id, self.people[person], self.now)
            self.trash[review_id] = (self.reviews.pop(review_id), self.people[person], self.now)
            self._mark({review_id})

    async def restore(self, nth: int, person: int) -> None:
        if (review_id := self._pick(self.trash, nth)) is None:
            return

        review, deleted_by, deleted_at = self.trash[review_id]
        is_free = all(
            (other.guild_id, other.author_id, other.film) != (review.guild_id, review.author_id, review.film)
            for other in self.reviews.values()
        )
        is_in_time = deleted_at > self.now - UNDO_WITHIN

        try:
            await self.store.trash.restore(review.guild_id, review_id, self.people[person], self.now)
        except CannotRestore:
            assert not (is_free and is_in_time and deleted_by == self.people[person])
        else:
            assert is_free
            assert is_in_time
            assert deleted_by == self.people[person]
            self.reviews[review_id] = self.trash.pop(review_id)[0]
            self._mark({review_id})

    async def like(self, nth: int, person: int) -> None:
        user_id = self.people[person]
        review_id = self._pick({one: it for one, it in self.reviews.items() if it.author_id != user_id}, nth)

        if review_id is not None:
            review = self.reviews[review_id]
            is_liked = await self.store.likes.toggle(review.guild_id, review_id, user_id, self.now)
            review.likes ^= {user_id}
            assert is_liked is (user_id in review.likes)
            self._mark({review_id})

    async def forget(self, person: int) -> None:
        user_id = self.people[person]
        gone = {one for one, it in self.reviews.items() if it.author_id == user_id}
        gone |= {one for one, (it, _, _) in self.trash.items() if it.author_id == user_id}
        forgotten = await self.store.privacy.forget(user_id, self.now)
        assert forgotten.reviews == len(gone)
        assert set(forgotten.copies) == {one for one, message in self.messages.items() if message.known & gone}
        self._mark(gone)
        liked = {one for one, it in self.reviews.items() if user_id in it.likes} - gone
        self.reviews = {one: it for one, it in self.reviews.items() if one not in gone}
        self.trash = {
            one: (it, None if by == user_id else by, at) for one, (it, by, at) in self.trash.items() if one not in gone
        }
        self._leave_feeds(gone)

        for review in (*self.reviews.values(), *(it for it, _, _ in self.trash.values())):
            review.likes.discard(user_id)

        self._mark(liked)

    # What time, admins and the bot do

    async def wait(self) -> None:
        """Six minutes pass, and what can't come back any more goes for good."""
        self.now += timedelta(minutes=6)
        gone = {one for one, (_, _, at) in self.trash.items() if at <= self.now - UNDO_WITHIN}
        assert await self.store.trash.purge(self.now) == len(gone)

        for review_id in gone:
            del self.trash[review_id]

        for message in self.messages.values():
            if message.known & gone and not message.known & self.reviews.keys():
                message.version += 1

        self._leave_feeds(gone)

    async def choose_feed(self, guild: int, nth: int) -> None:
        guild_id, feed_id = self.guilds[guild], (None, FEED, OTHER_FEED)[nth % 3]
        await self.store.guilds.choose(GuildSettings(guild_id=guild_id, feed_id=feed_id))
        self.feeds[guild_id] = feed_id

        if feed_id is None:
            self._drop_waiting(guild_id)

    async def take(self, guild: int) -> None:
        """Begin to send, and read what is sent."""
        guild_id = self.guilds[guild]
        batch = await self.store.outbox.next_batch(guild_id, self.now)
        expected = self._next_of(guild_id)
        assert (batch.review_ids if batch else ()) == expected

        if batch is not None:
            for review_id in expected:
                self.rows[review_id].state = "sending"

            there = [await self.store.reviews.get(one) for one in expected if one in self.reviews]
            self.taken[guild_id] = batch, there

    async def send(self, guild: int, *, is_doubtful: bool) -> None:
        """What was read when it was taken is in the channel now; where it is doubtful, nobody knows that."""
        guild_id = self.guilds[guild]

        if guild_id not in self.taken:
            return

        batch, reviews = self.taken.pop(guild_id)
        message_id = MessageId(1_000 + len(self.messages))
        copy = Copy(message_id=message_id, channel_id=batch.channel_id, guild_id=guild_id, request="v1:open:1")
        read = [await self.store.reviews.get(it.id) for it in reviews if it.id in self.reviews]
        await self.store.outbox.sent(batch, copy, read if is_doubtful else reviews, self.now, is_doubtful=is_doubtful)
        self.messages[message_id] = PlainMessage(batch, shown_of(reviews), set(batch.review_ids))

        for review_id in batch.review_ids:
            self.rows[review_id].state = "sent"

        self._drop_lost(batch.review_ids)

    async def put_back(self, guild: int) -> None:
        guild_id = self.guilds[guild]

        if guild_id not in self.taken:
            return

        batch, _ = self.taken.pop(guild_id)
        await self.store.outbox.put_back(batch)

        for review_id in batch.review_ids:
            self.rows[review_id].state = "waiting"

        self._drop_lost(batch.review_ids)

        if self.feeds[guild_id] is None:
            self._drop_waiting(guild_id)

    async def begin_edit(self, nth: int) -> None:
        """Look at a message that is due, and read what it is to show."""
        due = {copy.message_id: copy for copy in await self.store.copies.due(self.now, 1_000)}
        ours = [one for one in self.messages if one in due]

        if ours:
            message_id = ours[nth % len(ours)]
            there = [one for one in self.messages[message_id].batch.review_ids if one in self.reviews]
            self.edits[message_id] = due[message_id], [await self.store.reviews.get(one) for one in there]

    async def finish_edit(self) -> None:
        """The message shows what was read, whatever happened since."""
        if not self.edits:
            return

        message_id, (copy, reviews) = self.edits.popitem()
        message = self.messages[message_id]
        message.shows = shown_of(reviews)
        is_true = await self.store.copies.edited(copy, copy.request, reviews, self.now)
        assert not is_true or message.shows == self._truth(message)

        if copy.version == message.version:
            message.known = message.known & self.trash.keys() | message.shows.keys()
            message.version += 1
        else:
            message.known |= message.shows.keys()

    async def settle(self) -> None:
        """Edit whatever is due until nothing is."""
        self.edits.clear()

        for _ in range(3):
            for _ in await self.store.copies.due(self.now, 1_000):
                await self.begin_edit(0)
                await self.finish_edit()

            self.now += LIKES_APART

    # What must be so

    async def agrees(self) -> None:
        """Hold the store against the model."""
        for guild_id in self.guilds:
            written = [it for it in self.reviews.values() if it.guild_id == guild_id]
            state: FeedState = await self.store.outbox.state(guild_id)
            assert (await self.store.counts.of_guild(guild_id)).reviews == len(written)
            assert state.waiting == len(self._waiting_in(guild_id)) + len(self._sending_in(guild_id))
            is_ready = bool(self._sending_in(guild_id) or (self.feeds[guild_id] and self._waiting_in(guild_id)))
            assert (guild_id in await self.store.outbox.ready(self.now)) is is_ready

        for review_id, review in self.reviews.items():
            assert shown_of([await self.store.reviews.get(review_id)]) == {review_id: review.shown}

        for message_id, message in self.messages.items():
            copy = await self.store.copies.find(message_id)
            assert copy is not None
            assert copy.version == message.version, "each change marks each message that shows it once"
            assert set(await self.store.copies.shown(message_id)) == message.known
            is_due = await self.store.copies.still_due([message_id])
            assert is_due or message.shows == self._truth(message), "what is not true is due"

        rows = await self.store.database.read("SELECT review_id FROM outbox")
        assert {row["review_id"] for row in rows} == self.rows.keys()

    async def is_all_true(self) -> None:
        """Hold what Discord shows against what people wrote."""
        assert {one: it.shows for one, it in self.messages.items()} == {
            one: self._truth(it) for one, it in self.messages.items()
        }

        for message_id in self.messages:
            assert await self.store.copies.still_due([message_id]) == 0

    def _truth(self, message: PlainMessage) -> dict[ReviewId, Shown]:
        return {one: self.reviews[one].shown for one in message.batch.review_ids if one in self.reviews}

    def _pick(self, those: Iterable[ReviewId], nth: int) -> ReviewId | None:
        ids = sorted(those)
        return ids[nth % len(ids)] if ids else None

    def _mark(self, review_ids: set[ReviewId]) -> None:
        for message in self.messages.values():
            message.version += bool(message.known & review_ids)

    def _waiting_in(self, guild_id: GuildId) -> list[ReviewId]:
        """In the order of queueing, which is that of the dictionary."""
        rows = self.rows.items()
        return [one for one, row in rows if (row.guild_id, row.state) == (guild_id, "waiting") and one in self.reviews]

    def _sending_in(self, guild_id: GuildId) -> list[ReviewId]:
        return [one for one, row in self.rows.items() if (row.guild_id, row.state) == (guild_id, "sending")]

    def _next_of(self, guild_id: GuildId) -> tuple[ReviewId, ...]:
        waiting = self._waiting_in(guild_id) if self.feeds[guild_id] else []
        return tuple(self._sending_in(guild_id) or (waiting[:25] if len(waiting) > 5 else waiting[:1]))

    def _leave_feeds(self, review_ids: set[ReviewId]) -> None:
        for review_id in review_ids & self.rows.keys():
            if self.rows[review_id].state != "sending":
                del self.rows[review_id]

    def _drop_waiting(self, guild_id: GuildId) -> None:
        self.rows = {one: row for one, row in self.rows.items() if (row.guild_id, row.state) != (guild_id, "waiting")}

    def _drop_lost(self, review_ids: Sequence[ReviewId]) -> None:
        for review_id in review_ids:
            if review_id not in self.reviews and review_id not in self.trash:
                del self.rows[review_id]
