"""Two servers in use by chance, every answer checked as it comes."""

import random
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from discord.ui import Button, Select, View

from bot.ui.custom_ids import (
    ChooseFromList,
    ChooseReview,
    ConfirmDelete,
    ConfirmDeleteFilm,
    ConfirmMerge,
    CustomId,
    DeleteReview,
    EditFilm,
    LikeReview,
    ManageFilm,
    OpenFilmForm,
    OpenReview,
    ReplaceText,
    SeeReviews,
    SeeVersions,
    ShowFilm,
    ShowReview,
    SuggestFilms,
    ToggleWatchlist,
    TurnLeaf,
    TurnPage,
    UndoDelete,
    UndoMerge,
    WriteReview,
)
from data.catalogue.base import Hit
from data.catalogue.local import LocalCatalogue
from data.models import Film, FilmId, FilmKey, GuildId, ReviewFilter, Sort, UserId
from tests.e2e.driver import Json, Member, Refused, Reply, items_of
from tests.e2e.stage import Stage
from tests.e2e.two_servers import (
    OWLS,
    QUERIES,
    ROWS,
    TRAP,
    Place,
    counted,
    filled_in,
    foreign_words,
    others_hands,
)

BUTTON, SELECT, CHANNEL_SELECT = 2, 3, 8
"""Discord's types of components."""

_SCORE = re.compile(r"\*\*(\d\.\d) out of 5\*\* · (\d+) members?\n")
_REVIEWS = (
    "SELECT * FROM reviews WHERE guild_id = ?1"
    " AND (?2 IS NULL OR film_id = (SELECT film_id FROM film_keys WHERE key = ?2))"
)
_REVIEWED = "SELECT f.facts FROM reviews r JOIN films f ON f.id = r.film_id WHERE r.guild_id = ?"
_ADDED = (
    "SELECT f.facts FROM own_films o JOIN films f ON f.id = o.film_id"
    " WHERE o.guild_id = ? AND f.merged_into IS NULL ORDER BY f.id"
)
_IDS = "SELECT id FROM reviews WHERE guild_id = ?1 UNION ALL SELECT review_id FROM deleted_reviews WHERE guild_id = ?1"
_OWN = (
    "SELECT f.facts FROM films f WHERE f.id IN"
    " (SELECT film_id FROM lookups WHERE user_id = ?1 UNION SELECT film_id FROM watchlist WHERE user_id = ?1)"
)


@dataclass
class Visitor:
    """A person in one of the servers."""

    place: Place
    user_id: int
    member: Member


@dataclass
class Evening:
    """What people do in two servers at once."""

    stage: Stage
    visitors: Sequence[Visitor]
    chance: random.Random
    catalogue: LocalCatalogue
    done: Counter[str] = field(default_factory=Counter[str])
    own_films: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    talked_of: dict[str, set[str]] = field(default_factory=lambda: {OWLS.mark: set[str](), ROWS.mark: set[str]()})

    async def step(self) -> None:
        """Somebody does something."""
        deeds: dict[Callable[[Visitor], Awaitable[None]], int] = {
            self.write: 12,
            self.rate: 6,
            self.look_up: 8,
            self.browse: 12,
            self.type_a_title: 10,
            self.press: 36,
            self.set_up: 4,
            self.ask_about_spoilers: 3,
            self.forge: 8,
            self.add_a_film: 6,
            self.merge_a_film: 3,
            self.see_watchlist: 3,
            self.restart: 1,
        }
        deed = self.chance.choices(list(deeds), list(deeds.values()))[0]
        visitor = self.chance.choice(self.visitors)
        visitor.member.channel_id = str(self.chance.choice(visitor.place.channels))
        await deed(visitor)
        self.done[deed.__name__] += 1

        for place in (OWLS, ROWS):
            self.talked_of[place.mark] |= set(await self.keys(_REVIEWED, place.guild_id))
            self.own_films[place.mark] = await self.keys(_ADDED, place.guild_id)

    async def write(self, visitor: Visitor) -> None:
        await self.went(visitor, await visitor.member.slash("review", film=self.a_film(visitor.place)))

    async def rate(self, visitor: Visitor) -> None:
        place = visitor.place
        rating = self.chance.choice(place.ratings)
        await self.went(visitor, await visitor.member.slash("rate", film=self.a_film(place), rating=rating))

    async def look_up(self, visitor: Visitor) -> None:
        place, key = visitor.place, self.a_film(visitor.place)
        ratings = [int(row["rating"]) for row in await self.reviews(place, key) if row["rating"]]

        card = await visitor.member.slash("film", title=key)

        score = _SCORE.search(card.text)
        assert (score is not None) is bool(ratings)

        if score:
            assert int(score[2]) == len(ratings)
            assert abs(float(score[1]) - sum(ratings) / len(ratings) / 2) < 0.06

    async def browse(self, visitor: Visitor) -> None:
        place, chance = visitor.place, self.chance
        key = chance.choice([None, None, self.a_film(place)])
        author = chance.choice([None, None, *(other for other in self.visitors if other.place is place)])
        lowest, highest = chance.choice([(None, None), (None, None), (8, 10), (6, 10), (1, 4), (3, 3)])
        with_text = chance.choice([None, None, True])
        sort = chance.choice(list(Sort))
        expected = [
            row
            for row in await self.reviews(place, key)
            if (author is None or row["author_id"] == author.user_id)
            and (lowest is None or lowest <= row["rating"] <= (highest or 10))
            and (not with_text or row["body"])
            and (not sort.is_by_rating or row["rating"])
        ]

        page = await visitor.member.slash(
            "reviews",
            film=key,
            member=author and author.member,
            rating=lowest and f"{lowest}-{highest}",
            period=chance.choice([None, "d", "w", "m", "y"]),
            with_text=with_text,
            sort=sort.value,
        )

        assert counted(len(expected)) in page.text
        assert page.is_private is not bool(expected)

    async def type_a_title(self, visitor: Visitor) -> None:
        await self.stage.bot.finish_answers()
        place, user_id = visitor.place, visitor.user_id
        own = await self.keys(_OWN, user_id)
        command, box = self.chance.choice([("film", "title"), ("review", "film"), ("reviews", "film")])
        typed = self.chance.choice(["", *QUERIES])

        choices = await visitor.member.choices(command, **{box: typed})

        offered = [choice["value"] for choice in choices]
        assert not foreign_words(place, str(choices))

        if not typed:
            newest = [hit.film.key for hit in await self.catalogue.search("", len(offered))]
            assert set(offered) <= {*own, *self.talked_of[place.mark], *newest}
            return

        reviewers = Counter(await self.keys(_REVIEWED, place.guild_id))
        own += await self.keys(f"{_REVIEWED} AND r.author_id = ?", place.guild_id, user_id)

        def rank(hit: Hit) -> tuple[int, bool, float, int]:
            return -hit.band, hit.film.key not in own, -hit.popularity, -reviewers[hit.film.key]

        found = sorted(await self.catalogue.search(typed, 25), key=rank)
        assert offered == [hit.film.key for hit in found]

    async def press(self, visitor: Visitor) -> None:
        """Use something that stands below one of the latest messages, what was used least rather than the rest."""
        messages = [message for message in await visitor.member.messages() if _usable(message)][-15:]
        usable = [(message, item) for message in messages for item in _usable(message)]

        if not usable:
            return

        few = self.chance.sample(usable, min(4, len(usable)))
        message, item = min(few, key=lambda one: self.done[_action(one[1])])
        values = None

        if item["type"] == SELECT:
            values = [self.chance.choice(item["options"])["value"]]
        elif item["type"] == CHANNEL_SELECT:
            values = [str(self.chance.choice((*visitor.place.channels, *visitor.place.other.channels)))]

        try:
            reply = await visitor.member.press(message, item["custom_id"], values)
        except Refused:
            # A channel of the other server, or a message that was edited meanwhile.
            return

        self.done[_action(item)] += 1
        await self.went(visitor, reply)

    async def set_up(self, visitor: Visitor) -> None:
        admin = next(other for other in self.visitors if other.user_id == visitor.place.admin)
        admin.member.channel_id = visitor.member.channel_id
        await admin.member.slash("marquee setup")

    async def ask_about_spoilers(self, visitor: Visitor) -> None:
        sql = "SELECT opens_spoilers FROM guilds WHERE guild_id = ?"
        row = await self.stage.store.database.read_one(sql, (visitor.place.guild_id,))
        opens = row is not None and row["opens_spoilers"]

        answer = await visitor.member.slash("spoilers", show=self.chance.choice([None, "ask", "open", "server"]))

        assert f"has chosen to {'open them at once' if opens else 'keep them hidden'}" in answer.text

    async def add_a_film(self, visitor: Visitor) -> None:
        """Look for what nobody knows, and press what then adds it."""
        title = f"{visitor.place.mark} {''.join(self.chance.choices('bcdfgjklmnpqrstvwxz', k=14))}"
        command, box = self.chance.choice([("film", "title"), ("review", "film"), ("reviews", "film")])
        nothing = await visitor.member.slash(command, **{box: title})

        # It may resemble a film that is there.
        for label in [label for label in nothing.labels if "by hand" in label]:
            await self.went(visitor, await visitor.member.click(nothing.message, label))

    async def merge_a_film(self, visitor: Visitor) -> None:
        place = visitor.place
        admin = next(other for other in self.visitors if other.user_id == place.admin and other.place is place)
        admin.member.channel_id = visitor.member.channel_id

        if own := self.own_films.get(place.mark):
            into = self.chance.choice([*place.films, *own])
            film = self.chance.choice(own)
            await self.went(admin, await admin.member.slash("marquee merge", film=film, into=into))
            await admin.member.choices("marquee merge", film="")
            await admin.member.choices("marquee unmerge", merge="")

    async def see_watchlist(self, visitor: Visitor) -> None:
        await visitor.member.slash("watchlist show")

    async def forge(self, visitor: Visitor) -> None:
        """Press what stands nowhere: a button that speaks of a review of the other server."""
        other = visitor.place.other
        rows = await self.stage.store.database.read(_IDS, (other.guild_id,))

        if not rows:
            return

        review = int(self.chance.choice(rows)["id"])
        item = await self.forged(other, review) if self.chance.random() < 0.6 else await self.forged_film(other, review)
        view = View(timeout=None)
        view.add_item(item)
        view.stop()
        sent = await self.stage.bot.get_partial_messageable(int(visitor.member.channel_id)).send(TRAP, view=view)
        message = await visitor.member.message(str(sent.id))
        values = [str(review)] if isinstance(item, Select) else None

        reply = await visitor.member.press(message, item.custom_id or "", values)

        assert reply.kind in {"message", "deferred_update", "update", "modal"}
        await self.went(visitor, reply)

    async def forged(self, other: Place, review: int) -> Button[View] | Select[View]:
        """A component that asks for something of the other server's."""
        author = UserId(self.chance.choice(other.people))
        page = TurnPage.at("first", 1, ReviewFilter(author_id=author, film_id=FilmId(1)), None)
        requests: list[CustomId] = [
            OpenReview(review=review),
            TurnLeaf(review=review, number=1),
            LikeReview(review=review),
            ShowReview(review=review),
            ReplaceText(review=review),
            SeeVersions(review=review, number=1, leaf=1),
            DeleteReview(review=review),
            ConfirmDelete(review=review),
            UndoDelete(review=review),
            page,
            ChooseReview(),
            ChooseFromList(number=review),
        ]
        request = self.chance.choice(requests)

        if not isinstance(request, ChooseReview | ChooseFromList):
            return Button[View](label="Forged", custom_id=str(request))

        select = Select[View](custom_id=str(request))
        select.add_option(label="Forged", value=str(review))
        return select

    async def forged_film(self, other: Place, number: int) -> Button[View] | Select[View]:
        """A component that asks for a film that members of the other server added, or for a merge of theirs."""
        own = self.own_films.get(other.mark)

        if not own:
            return await self.forged(other, number)

        key = FilmKey(self.chance.choice(own))
        row = (await self.stage.store.films.by_key(key, GuildId(other.guild_id))).id
        merges = await self.stage.store.merges.of_guild(GuildId(other.guild_id), 1)
        requests: list[CustomId] = [
            ShowFilm(film=key),
            SeeReviews(film=key),
            SuggestFilms(film=key),
            ToggleWatchlist(film=key),
            WriteReview(film=key),
            ManageFilm(film=key),
            EditFilm(film=key),
            ConfirmDeleteFilm(film=key),
            ConfirmMerge(own=row, film=FilmKey(other.films[0])),
            UndoMerge(merge=merges[0].id if merges else 1),
            OpenFilmForm(draft=self.chance.randint(1, 20)),
            TurnPage.at("first", 1, ReviewFilter(film_id=row), None),
        ]
        return Button[View](label="Forged", custom_id=str(self.chance.choice(requests)))

    async def restart(self, _: Visitor) -> None:
        await self.stage.restart_bot()

    async def went(self, visitor: Visitor, reply: Reply) -> None:
        """What the bot answered is an answer; a form is filled in, after a look at what it is filled with."""
        assert reply.kind != "failed"

        if reply.kind != "modal":
            return

        assert not others_hands(visitor.user_id, str(reply.modal))
        answer = await visitor.member.submit(reply, **self.filled(visitor, list(reply.fields)))
        assert answer.kind != "failed"

    def filled(self, visitor: Visitor, fields: Sequence[str]) -> dict[str, Any]:
        """What somebody fills in; every field anew, since a form may be filled with what they wrote elsewhere."""
        chance, place = self.chance, visitor.place
        text = chance.choice(["", "Fine.", "**Fine.**", "||He did it.||", "A long one. " * 300])
        typed = {
            "text": text,
            "tags": chance.choice(["", "slow"]),
            "rating": chance.choice([[], [str(chance.choice(place.ratings))]]),
            "watched_on": chance.choice(["", "yesterday", "nonsense"]),
            "title": "".join(chance.choices("bcdfgjklmnpqrstvwxz", k=14)),
            "year": chance.choice(["", "1998", "soon"]),
            "directors": chance.choice(["", "Ida", "Ida, Tom"]),
            "synopsis": chance.choice(["", "Cake."]),
            "link": chance.choice(["", "https://example.org/x", "nonsense"]),
            "boxes": chance.choice([[], [], ["is_spoiler"], ["is_rewatch", "is_liked"]]),
        }
        return {name: value for name, value in filled_in(place, visitor.user_id, typed).items() if name in fields}

    def a_film(self, place: Place) -> str:
        own = self.own_films.get(place.mark)
        return self.chance.choice(own if own and self.chance.random() < 0.3 else place.films)

    async def reviews(self, place: Place, key: str | None = None) -> list[Any]:
        """The server's reviews, of one film or all."""
        rows = await self.stage.store.database.read(_REVIEWS, (place.guild_id, key))
        return list(rows)

    async def keys(self, films: str, *ids: int) -> list[str]:
        """The keys of films, read with a statement; one as often as it is found."""
        rows = await self.stage.store.database.read(films, ids)
        return [Film.model_validate_json(row["facts"]).key for row in rows]


def _usable(message: Json) -> list[Json]:
    """What can be used below the message; what deletes everything in both servers is left alone."""
    return [item for item in items_of(message) if not item.get("disabled") and "forget" not in item["custom_id"]]


def _action(item: Json) -> str:
    """What a button or a select asks for."""
    return item["custom_id"].split(":")[1]
