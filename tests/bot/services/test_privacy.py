from bot.services import Services
from data.models import ChannelId, MessageId, Post, ReviewForm
from tests.bot.services.films import EXILE, FILM
from tests.builders import ALICE, BOB, GUILD, NOW, OTHER_GUILD, an_author

NOTHING = {"reviews": 0, "drafts": 0, "watchlist": 0, "servers": 0}
FORM = ReviewForm(rating=7, text="Mine.")


async def write_everything(services: Services) -> list[Post]:
    """Whatever can be kept about Alice; the posts that show it."""
    posts: list[Post] = []

    for number, guild_id in enumerate((GUILD, OTHER_GUILD)):
        saved = await services.reviews.submit(guild_id, an_author(), FILM, FORM, NOW)
        posts.append(Post(review_id=saved.review.id, channel_id=ChannelId(5), message_id=MessageId(60 + number)))
        await services.posts.add(posts[-1])

    await services.reviews.keep_draft(GUILD, ALICE, EXILE, FORM, NOW)
    await services.watchlist.toggle(ALICE, EXILE, NOW)
    return posts


async def test_counts_tell_what_is_kept_in_all_servers(services: Services) -> None:
    await write_everything(services)

    assert await services.privacy.counts(ALICE) == {"reviews": 2, "drafts": 1, "watchlist": 1, "servers": 2}
    assert await services.privacy.counts(BOB) == NOTHING


async def test_forgetting_leaves_nothing_and_tells_which_posts_are_left(services: Services) -> None:
    posts = await write_everything(services)

    gone = await services.privacy.forget(ALICE)

    assert (gone.reviews, sorted(gone.posts, key=lambda post: post.message_id)) == (2, posts)
    assert await services.privacy.counts(ALICE) == NOTHING
    assert (await services.reviews.form_for(GUILD, ALICE, FILM, NOW)).form == ReviewForm()
    assert (await services.films.card(GUILD, FILM, NOW)).score.reviews == 0


async def test_forgetting_one_leaves_the_others(services: Services) -> None:
    await write_everything(services)
    kept = (await services.reviews.submit(GUILD, an_author(BOB), FILM, FORM, NOW)).review

    await services.privacy.forget(ALICE)

    assert await services.reviews.get(GUILD, kept.id) == kept


async def test_forgetting_somebody_unknown_removes_nothing(services: Services) -> None:
    gone = await services.privacy.forget(BOB)

    assert (gone.reviews, gone.posts) == (0, ())
