"""The pages of a server's set-up, as scenes come to them and press what is on them."""

from discord.ui import Button, View

from bot.ui.custom_ids import CustomId
from sandbox.world import Member as GuildMember
from sandbox.world import Role
from tests.e2e.driver import Json, Member, Reply
from tests.e2e.feeds import CHANNEL_SELECT
from tests.e2e.stage import Stage
from tests.e2e.world import BOB, FILM_TALK, NIGHT_OWLS, REVIEWS

_STEPS = {"feed": 0, "digest": 1, "reading": 2, "end": 3}
"""How often **Next** is pressed for each."""


async def step_of(admin: Member, step: str) -> Reply:
    """That page of the set-up, newly opened."""
    if step == "all":
        return await admin.slash("marquee settings")

    page = await admin.slash("marquee setup")

    for _ in range(_STEPS[step]):
        page = await admin.click(page.message, "Next")

    return page


async def choose_digest(admin: Member, channel_id: int = REVIEWS, page: Json | None = None) -> Reply:
    """Choose the digest's channel as an admin does, on a new page or the one that is there; the page afterwards."""
    message = page or (await step_of(admin, "digest")).message
    return await admin.press(message, "v1:digestchannel", [str(channel_id)])


async def press_any(person: Member, message: Json, item: Json) -> Reply:
    """Press that button, or choose the first that a select offers."""
    if item["type"] == CHANNEL_SELECT:
        return await person.press(message, item["custom_id"], [str(REVIEWS)])

    values = [option["value"] for option in item.get("options", [])][:1]
    return await person.press(message, item["custom_id"], values or None)


async def old_press(stage: Stage, request: CustomId) -> Reply:
    """Let Alice press a button that stands only on old messages."""
    view = View(timeout=None)
    view.add_item(Button[View](label="Old", custom_id=str(request)))
    view.stop()
    sent = await stage.bot.get_partial_messageable(FILM_TALK).send("An old panel", view=view)
    return await stage.alice.click(await stage.alice.message(str(sent.id)), "Old")


def let_manage(stage: Stage) -> GuildMember:
    """Let Bob manage Night Owls; without his roles he may not any more."""
    guild = stage.sandbox.core.directory.guilds[NIGHT_OWLS]
    guild.roles.append(Role(id=1500000000000000001, name="Projectionist", permissions=["manage_guild"]))
    bob = guild.member(BOB)
    assert bob is not None
    bob.roles = [guild.roles[-1].id]
    return bob
