from bot.services import Services
from data.models import ChannelId, Copy, GuildSettings, MessageId, ReviewForm
from tests.bot.services.films import EXILE, FILM
from tests.builders import ALICE, BOB, GUILD, NOW, OTHER_GUILD, an_author

KINDS = {"reviews", "drafts", "films", "watchlist", "likes", "lookups", "weeks", "choices", "pace", "servers"} | {
    "watches",
    "letterboxd",
}
NOTHING = dict.fromkeys(KINDS, 0)
FORM = ReviewForm(rating=7, text="Mine.")


async def write_everything(services: Services) -> list[MessageId]:
    """Whatever can be kept about Alice; the messages that show it."""
    messages: list[MessageId] = []

    for number, guild_id in enumerate((GUILD, OTHER_GUILD)):
        review = (await services.reviews.submit(guild_id, an_author(), FILM, FORM, NOW)).review
        messages.append(MessageId(60 + number))
        copy = Copy(message_id=messages[-1], channel_id=ChannelId(5), guild_id=guild_id, request=f"v1:open:{review.id}")
        await services.copies.add(copy, [review], NOW, is_doubtful=False)

    await services.reviews.keep_draft(GUILD, ALICE, EXILE, FORM, NOW)
    await services.watchlist.toggle(ALICE, EXILE, NOW)
    of_bob = (await services.reviews.submit(GUILD, an_author(BOB), EXILE, FORM, NOW)).review
    await services.likes.toggle(GUILD, of_bob.id, ALICE, NOW)
    await services.suggestions.looked_up(ALICE, await services.films.id_of(FILM, NOW), NOW)
    await services.spoilers.choose(ALICE, opens=True)
    await services.guilds.choose(GuildSettings(guild_id=GUILD, feed_id=ChannelId(7), set_up_by=ALICE))
    return messages


async def test_counts_tell_what_is_kept_in_all_servers(services: Services) -> None:
    await write_everything(services)

    kept = await services.privacy.counts(ALICE)

    assert kept == {
        "reviews": 2,
        "drafts": 1,
        "films": 0,
        "watchlist": 1,
        "likes": 1,
        "watches": 0,
        "letterboxd": 0,
        "lookups": 1,
        "weeks": 0,
        "choices": 2,
        "pace": 2,
        "servers": 2,
    }


async def test_forgetting_leaves_nothing_and_tells_which_messages_are_left(services: Services) -> None:
    messages = await write_everything(services)

    gone = await services.privacy.forget(ALICE, NOW)

    assert (gone.reviews, sorted(gone.copies)) == (2, messages)
    assert await services.privacy.counts(ALICE) == NOTHING
    assert (await services.reviews.form_for(GUILD, ALICE, FILM, NOW)).form == ReviewForm()
    assert (await services.films.card(GUILD, FILM, NOW)).score.reviews == 0


async def test_forgetting_one_leaves_the_others_but_for_the_likes(services: Services) -> None:
    await write_everything(services)
    kept = (await services.reviews.submit(GUILD, an_author(BOB), FILM, FORM, NOW)).review

    await services.privacy.forget(ALICE, NOW)

    card = await services.films.card(GUILD, EXILE, NOW)
    assert await services.reviews.get(GUILD, kept.id) == kept
    assert [(review.author.id, review.likes) for review in card.newest] == [(BOB, 0)]


async def test_forgetting_somebody_unknown_removes_nothing(services: Services) -> None:
    gone = await services.privacy.forget(BOB, NOW)

    assert (gone.reviews, gone.copies) == (0, ())
