"""Changing reviews past Discord, and watching how the messages that show them follow."""

from discord.utils import utcnow

from data.models import FilmKey, GuildId, MessageId, Review, ReviewForm, UserId
from tests.e2e.driver import Reply, text_of
from tests.e2e.process import eventually
from tests.e2e.stage import Stage
from tests.e2e.world import ALICE, NIGHT_OWLS

KEY = FilmKey("imdb:tt2852470")
BOT_ITSELF = 1100000000000000001


async def review_of(stage: Stage, author: int = ALICE) -> Review:
    review = await stage.store.reviews.find(GuildId(NIGHT_OWLS), UserId(author), KEY)
    assert review is not None
    return review


async def say(stage: Stage, text: str, author: int = ALICE, *, is_spoiler: bool = False) -> None:
    """Let the review say something else, past Discord; the bot hears of it."""
    review = await review_of(stage, author)
    form = ReviewForm(text=text, rating=8, is_spoiler=is_spoiler)
    await stage.bot.services.reviews.submit(review.guild_id, review.author, review.film, form, utcnow())
    stage.bot.nudge()


async def delete(stage: Stage, author: int = ALICE) -> None:
    """Let the review be deleted by its author, past Discord; the bot hears of it."""
    await stage.store.trash.delete((await review_of(stage, author)).id, UserId(author), utcnow())
    stage.bot.nudge()


async def read(stage: Stage, shown: Reply) -> str:
    """What Bob reads in the message once all that is due is done."""
    await stage.settled()
    return text_of(await stage.bob.message(shown.message["id"]))


async def is_there(stage: Stage, shown: Reply) -> bool:
    return any(message["id"] == shown.message["id"] for message in await stage.bob.messages())


def id_of(shown: Reply) -> MessageId:
    return MessageId(int(shown.message["id"]))


def edit_of(shown: Reply) -> str:
    """The route by which the bot edits that message."""
    return f"PATCH */messages/{shown.message['id']}"


async def edits_of(stage: Stage, shown: Reply, *statuses: int) -> int:
    """How many edits of the message Discord answered so."""
    return sum(
        request["method"] == "PATCH"
        and request["path"].endswith(f"/messages/{shown.message['id']}")
        and request["status"] in (statuses or {200})
        for request in await stage.requests()
    )


async def begun(stage: Stage, shown: Reply) -> None:
    """Wait until the bot is editing the message."""
    await eventually(lambda: stage.bot.copies.editing.was_edited_since(id_of(shown), utcnow()))


async def shut_out(stage: Stage, channel_id: int, *, is_out: bool = True) -> None:
    """Hide a channel from the bot, or show it again."""
    overwrite = {"id": str(BOT_ITSELF), "type": 1, "allow": [], "deny": ["view_channel"]}
    await stage.misbehave("permissions", {"channel_id": str(channel_id), "overwrites": [overwrite] if is_out else []})
