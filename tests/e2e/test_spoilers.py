"""When a member sees what gives something away."""

from data.models import GuildId, GuildSettings
from tests.e2e.scenes import FILM, write_review
from tests.e2e.stage import Stage
from tests.e2e.world import NIGHT_OWLS

OPEN, ASK, AS_SERVER = "open", "ask", "server"
SECRET = "The butler did it."


async def furnish(stage: Stage) -> None:
    """Bob gives the ending away; Alice has rated the film, Chloe has not."""
    await stage.alice.slash("rate", film=FILM, rating=7)
    await write_review(stage.bob, text=SECRET, boxes=["is_spoiler"])


async def test_member_sees_and_changes_their_choice_privately(stage: Stage) -> None:
    before = await stage.alice.slash("spoilers")
    changed = await stage.alice.slash("spoilers", show=OPEN)
    after = await stage.alice.slash("spoilers")
    others = await stage.bob.slash("spoilers")

    assert all(reply.is_private for reply in (before, changed, after, others))
    assert "**As each server has it**" in before.text
    assert "Night Owls has chosen to keep them hidden until asked." in before.text
    assert "from now on: **Open at once for films I have reviewed**" in changed.text
    assert "for you: **Open at once for films I have reviewed**" in after.text
    assert "**As each server has it**" in others.text


async def test_choice_holds_in_a_direct_message_and_after_a_restart(stage: Stage) -> None:
    await stage.alice.slash("spoilers", show=ASK)
    await stage.restart_bot()
    await stage.alice.go_to_direct_messages()

    answer = await stage.alice.slash("spoilers")

    assert "**Always ask me**" in answer.text
    assert "Night Owls" not in answer.text


async def test_spoiler_opens_at_once_only_for_one_who_chose_so_and_reviewed_the_film(stage: Stage) -> None:
    await furnish(stage)
    card = await stage.bob.slash("film", title=FILM)
    await stage.alice.slash("spoilers", show=OPEN)
    await stage.chloe.slash("spoilers", show=OPEN)

    pages = [await reader.click(card.message, "See all reviews") for reader in (stage.alice, stage.chloe)]
    await stage.alice.slash("spoilers", show=ASK)
    closed = await stage.alice.click(card.message, "See all reviews")

    assert [SECRET in page.text for page in (*pages, closed)] == [True, False, False]


async def test_server_decides_for_those_who_leave_it_to_the_server(stage: Stage) -> None:
    await furnish(stage)
    card = await stage.bob.slash("film", title=FILM)
    before = await stage.alice.click(card.message, "See all reviews")
    await stage.bot.services.guilds.choose(GuildSettings(guild_id=GuildId(NIGHT_OWLS), opens_spoilers=True))

    opened = await stage.alice.click(card.message, "See all reviews")
    answer = await stage.alice.slash("spoilers")

    assert [SECRET in page.text for page in (before, opened)] == [False, True]
    assert "Night Owls has chosen to open them at once." in answer.text


async def test_what_everyone_sees_keeps_spoilers_hidden_for_all_that_one_chose(stage: Stage) -> None:
    await stage.alice.slash("spoilers", show=OPEN)
    await stage.bob.slash("spoilers", show=OPEN)
    await furnish(stage)
    card = await stage.alice.slash("film", title=FILM)
    await stage.alice.slash("reviews")
    private = await stage.alice.click(card.message, "See all reviews")
    shown = await stage.alice.click(private.message, "Show here")

    assert SECRET in private.text
    assert not shown.is_private
    assert SECRET not in str(await stage.chloe.messages())


async def test_review_chosen_from_a_page_opens_as_its_reader_has_chosen(stage: Stage) -> None:
    await furnish(stage)
    page = await stage.bob.slash("reviews", film=FILM, with_text=True)
    asked = await stage.alice.choose(page.message, FILM)
    await stage.alice.slash("spoilers", show=OPEN)

    opened = await stage.alice.choose(page.message, FILM)

    assert SECRET not in asked.text
    assert SECRET in opened.text
