import json
from collections import Counter
from datetime import timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from bot.demo.furnishing import DemoReview, furnish, read_demo_reviews
from bot.demo.sandbox import WORLD
from bot.services import Services
from bot.services.review_forms import read_form
from data.catalogue.local import LocalCatalogue
from data.models import Author, Change
from data.store import Store
from sandbox.server import running_sandbox
from sandbox.world import World
from tests.builders import NOW
from tests.e2e.driver import Member, text_of
from tests.e2e.stage import Stage, running_bot

LINES = (resources.files("bot.demo") / "reviews.jsonl").read_text("utf-8").splitlines()
REVIEWS = read_demo_reviews()


@pytest.fixture(scope="module")
def world() -> dict[str, Any]:
    return json.loads((resources.files("bot.demo") / WORLD).read_text("utf-8"))


@pytest.fixture(scope="module")
def catalogue() -> LocalCatalogue:
    return LocalCatalogue.load()


def test_world_is_one_that_the_sandbox_takes(world: dict[str, Any]) -> None:
    assert len(World.model_validate(world).guilds) == 2


@pytest.mark.parametrize("number", range(len(LINES)))
def test_line_can_be_read(number: int) -> None:
    assert DemoReview.model_validate_json(LINES[number])


def test_every_author_is_a_member_of_the_server(world: dict[str, Any]) -> None:
    members = {(int(guild["id"]), int(member["user_id"])) for guild in world["guilds"] for member in guild["members"]}

    assert {(review.guild, review.author) for review in REVIEWS} <= members


def test_both_servers_have_reviews(world: dict[str, Any]) -> None:
    assert {review.guild for review in REVIEWS} == {int(guild["id"]) for guild in world["guilds"]}


async def test_every_film_is_in_the_catalogue_under_that_key(catalogue: LocalCatalogue) -> None:
    for review in REVIEWS:
        assert (await catalogue.get(review.film)).key == review.film


def test_nobody_reviews_a_film_twice_in_a_server_or_writes_the_same_twice() -> None:
    places = Counter((review.guild, review.author, review.film) for review in REVIEWS)
    texts = Counter(review.text for review in REVIEWS if review.text)

    assert places.most_common(1)[0][1] == 1
    assert texts.most_common(1)[0][1] == 1


def test_reviews_come_oldest_first_and_none_from_the_future() -> None:
    ages = [review.hours_ago for review in REVIEWS]

    assert ages == sorted(ages, reverse=True)
    assert ages[-1] >= 0


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_forms_are_taken_at_any_hour_of_the_day(hour: int) -> None:
    now = NOW.replace(hour=hour)

    for review in REVIEWS:
        content = read_form(review.as_form(now), now - timedelta(hours=review.hours_ago))

        assert review.watched_days_ago is None or content.watched_on is not None


async def test_service_takes_every_review_as_a_new_one(store: Store, catalogue: LocalCatalogue) -> None:
    services = Services(catalogue, store)

    changes = [
        (
            await services.reviews.submit(
                review.guild,
                Author(id=review.author, name="Somebody"),
                await services.films.get(review.film, review.guild),
                review.as_form(NOW),
                NOW - timedelta(hours=review.hours_ago),
            )
        ).change
        for review in REVIEWS
    ]

    assert set(changes) == {Change.NEW}


def test_demo_shows_what_there_is() -> None:
    said = [read_form(review.as_form(NOW), NOW) for review in REVIEWS]

    assert any(content.is_spoiler or "||" in content.text for content in said)
    assert any(content.is_rewatch for content in said)
    assert any(content.is_liked for content in said)
    assert any(content.tags for content in said)
    assert any(content.rating is None for content in said)
    assert any(not content.text for content in said)
    assert any(len(content.text) > 1_000 for content in said)


async def test_furnished_demo_shows_reviews_and_likes_and_a_second_furnishing_posts_nothing_twice(
    world: dict[str, Any], tmp_path: Path
) -> None:
    async with running_sandbox(World.model_validate(world)) as sandbox, running_bot(sandbox, tmp_path) as stage:
        await furnish(stage.bot)
        likes = await likes_of_all(stage)
        once = await posts_in(stage, world)
        await stage.store.notes.set("demo", "")

        await furnish(stage.bot)
        await stage.settled()

        twice = await posts_in(stage, world)
        assert await likes_of_all(stage) == likes
        assert 0 < sum(likes) < len(likes) * 3
        assert max(likes) > 3
        assert {name: len(posts) for name, posts in once.items()} == {"film-talk": 4, "reviews": 4}
        assert twice == once
        assert "Like (" in str(once)


async def likes_of_all(stage: Stage) -> list[int]:
    """The likes of each review of the demo."""
    found: list[int] = []

    for line in REVIEWS:
        review = await stage.store.reviews.find(line.guild, line.author, line.film)
        assert review is not None
        found.append(review.likes)

    return found


async def posts_in(stage: Stage, world: dict[str, Any]) -> dict[str, list[str]]:
    """What the posted reviews say, by the names of their channels."""
    found: dict[str, list[str]] = {}

    for guild in world["guilds"]:
        for channel in guild["channels"]:
            async with Member(stage.sandbox.url, int(guild["owner_id"]), int(channel["id"])) as person:
                posts = [text_of(message) for message in await person.messages() if message["components"]]

            if posts:
                found[channel["name"]] = posts

    return found
