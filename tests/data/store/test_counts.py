"""Counts are always what counting again would give."""

import itertools
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.models import GuildId, ReviewId, Score, UserId
from data.store import Store
from data.store.maintenance import check
from tests.builders import GUILD, NOW, a_content, a_film, an_author
from tests.rounds import rounds

fresh_ids = itertools.count(800_000_000_000_000_000, 10)

Place = tuple[GuildId, UserId, int]


@dataclass(frozen=True)
class Step:
    """What one of three members does about one of two films in one of two servers."""

    doing: str
    guild: int
    author: int
    film: int
    rating: int | None


steps = st.builds(
    Step,
    st.sampled_from(["save", "save", "save", "rate", "delete", "forget"]),
    st.integers(0, 1),
    st.integers(0, 2),
    st.integers(1, 2),
    st.none() | st.integers(1, 10),
)


def recount(ratings: list[int]) -> Score:
    counted = Counter(ratings)
    return Score(counts=tuple(counted[rating] for rating in range(11)))


async def do(store: Store, base: int, step: Step, plain: dict[Place, tuple[ReviewId, int]]) -> None:
    """The step in the store and in a plain dictionary."""
    guild_id, user_id = GuildId(base + step.guild), UserId(base + step.author)
    place, film, author = (guild_id, user_id, step.film), a_film(step.film), an_author(user_id)

    if step.doing == "save":
        content = a_content(rating=step.rating, text="Words.")
        saved = await store.reviews.save(guild_id, author, film, content, NOW)
        plain[place] = saved.review.id, step.rating or 0
    elif step.doing == "rate":
        saved = await store.reviews.rate(guild_id, author, film, step.rating or 5, NOW)
        plain[place] = saved.review.id, step.rating or 5
    elif step.doing == "delete" and place in plain:
        await store.trash.delete(plain.pop(place)[0], user_id, NOW)
    elif step.doing == "forget":
        await store.privacy.forget(user_id, NOW)

        for gone in [kept for kept in plain if kept[1] == user_id]:
            del plain[gone]


@settings(max_examples=rounds(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(todo=st.lists(steps, max_size=20))
async def test_counts_equal_a_recount_after_whatever_was_done(
    store: Store, database_path: Path, todo: list[Step]
) -> None:
    base = next(fresh_ids)
    plain: dict[Place, tuple[ReviewId, int]] = {}

    for step in todo:
        await do(store, base, step, plain)
        guild_id = GuildId(base + step.guild)
        of_guild = [rating for (guild, _, _), (_, rating) in plain.items() if guild == guild_id]
        of_film = [rating for (guild, _, film), (_, rating) in plain.items() if (guild, film) == (guild_id, step.film)]

        assert await store.counts.of_guild(guild_id) == recount(of_guild)
        assert await store.counts.of_film(guild_id, a_film(step.film).key) == recount(of_film)

    assert check(database_path) == []


async def test_a_film_nobody_reviewed_has_no_mean(store: Store) -> None:
    score = await store.counts.of_film(GUILD, a_film().key)

    assert (score.reviews, score.ratings, score.mean) == (0, 0, None)


async def test_a_mean_is_exact_and_leaves_out_reviews_without_a_rating(store: Store) -> None:
    for number, rating in enumerate([10, 9, 9, None], start=1):
        author = an_author(UserId(number))
        await store.reviews.save(GUILD, author, a_film(), a_content(rating=rating, text="Words."), NOW)

    score = await store.counts.of_film(GUILD, a_film().key)

    assert (score.reviews, score.ratings, score.mean) == (4, 3, 28 / 3)
