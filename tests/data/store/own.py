"""Films that members added by hand, in few words."""

from datetime import datetime

from data.models import Film, FilmId, GuildId, Merge, OwnFilm, Review, UserId
from data.store import Store
from tests.builders import ALICE, GUILD, NOW, a_content, a_film, an_author


def by_hand(name: str = "ours", **facts: object) -> Film:
    """The film of that name, which no catalogue has."""
    return Film.model_validate({"key": f"own:hand-{name}", "title": name} | facts)


HAND = by_hand()
"""The film that is added where no other is named."""


async def a_film_by_hand(
    store: Store,
    name: str = "ours",
    added_by: UserId = ALICE,
    guild_id: GuildId = GUILD,
    now: datetime = NOW,
    **facts: object,
) -> FilmId:
    """Let the member add the film; its row."""
    return await store.own_films.add(guild_id, added_by, by_hand(name, **facts), now, 99)


async def say(  # noqa: PLR0917  (who says what of which film)
    store: Store, author_id: UserId, film: Film, text: str = "", rating: int | None = None, now: datetime = NOW
) -> Review:
    """Let the member say that of the film."""
    content = a_content(text=text, rating=rating)
    return (await store.reviews.save(GUILD, an_author(author_id), film, content, now)).review


async def merge(store: Store, film_id: FilmId, into: Film | None = None, now: datetime = NOW) -> Merge:
    """Merge the film into another, the first of the catalogue where none is named."""
    return await store.merges.merge(GUILD, film_id, into or a_film(), ALICE, now)


async def own(store: Store, film: Film = HAND) -> OwnFilm:
    """What is known of the film."""
    found = await store.own_films.find(GUILD, film.key)
    assert found is not None
    return found
