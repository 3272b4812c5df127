"""What an author hears where the server has a feed: privately, and where their review is."""

from discord.utils import utcnow

from data.models import FilmKey, GuildId, ReviewForm
from tests.e2e.driver import text_of
from tests.e2e.feeds import forbid, lose_one, messages, queue, set_up_feed, work_off
from tests.e2e.scenes import FILM, fail_inserts, write_review
from tests.e2e.stage import Stage
from tests.e2e.world import FILM_TALK, NIGHT_OWLS, REVIEWS

GUILD = GuildId(NIGHT_OWLS)
IN_FEED = f"It is in <#{REVIEWS}>: [see it there](https://discord.com/channels/{NIGHT_OWLS}/{REVIEWS}/"


async def let_ratings_in(stage: Stage) -> None:
    settings = await stage.bot.services.guilds.settings(GUILD)
    await stage.bot.services.guilds.choose(settings.model_copy(update={"takes_bare_ratings": True}))


async def test_new_review_is_answered_with_the_way_to_it_and_so_is_its_edit(stage: Stage) -> None:
    await set_up_feed(stage)

    first = await write_review(stage.alice, text="Clay remembers.")
    edited = await write_review(stage.alice, text="Clay remembers it all.")

    await stage.settled()
    (post,) = await messages(stage)
    assert first.is_private
    assert edited.is_private
    assert first.text.startswith(f"Saved. {IN_FEED}{post['id']})")
    assert edited.text.startswith(f"Saved. {IN_FEED}{post['id']})")
    assert "Clay remembers it all." in text_of(post)
    assert await stage.bob.messages() == []


async def test_same_again_is_posted_no_second_time(stage: Stage) -> None:
    await set_up_feed(stage)
    form = await stage.alice.slash("review", film=FILM)

    answers = [await stage.alice.submit(form, text="Said once.")]
    answers.append(await write_review(stage.alice, text="Said once."))

    assert answers[1].text.startswith(f"Nothing to change: that is what your review says already. {IN_FEED}")
    assert len(await messages(stage)) == 1


async def test_rating_alone_stays_out_unless_the_server_wants_it(stage: Stage) -> None:
    await set_up_feed(stage)

    kept_out = await write_review(stage.alice, rating=["7"], text="")
    rated = await stage.bob.slash("rate", film=FILM, rating=9)
    nothing = await messages(stage)
    await let_ratings_in(stage)
    taken = await stage.chloe.slash("rate", film=FILM, rating=8)

    assert kept_out.is_private
    assert "A rating without a text stays out of this server's feed." in kept_out.text
    assert "feed" not in rated.text
    assert nothing == []
    assert IN_FEED in taken.text
    assert ["4 out of 5" in text_of(post) for post in await messages(stage)] == [True]


async def test_first_text_of_a_mere_rating_goes_into_the_feed(stage: Stage) -> None:
    await set_up_feed(stage)
    await stage.alice.slash("rate", film=FILM, rating=9)

    answer = await write_review(stage.alice, text="Now in words.", rating=["9"])

    assert answer.text.startswith(f"Saved. {IN_FEED}")
    assert ["Now in words." in text_of(post) for post in await messages(stage)] == [True]


async def test_paused_feed_is_said_so(stage: Stage) -> None:
    await set_up_feed(stage)
    await forbid(stage, "send_messages")
    await queue(stage, "Stuck.")
    await work_off(stage)

    answer = await write_review(stage.alice, text="Stuck, too.")

    assert answer.is_private
    assert "It goes into this server's feed once that works again" in answer.text


async def test_review_that_takes_its_time_is_said_to_be_on_its_way(stage: Stage) -> None:
    await set_up_feed(stage)
    await lose_one(stage)

    answer = await write_review(stage.alice, text="Behind another one.")

    assert answer.is_private
    assert f"It goes into <#{REVIEWS}> in a moment." in answer.text


async def test_review_from_before_the_feed_is_edited_where_it_stands(stage: Stage) -> None:
    post = await write_review(stage.alice, text="Before.")
    await set_up_feed(stage)

    answer = await write_review(stage.alice, text="After.")

    await stage.settled()
    assert f"[See it where it was posted](https://discord.com/channels/{NIGHT_OWLS}/{FILM_TALK}/" in answer.text
    assert "After." in text_of(await stage.bob.message(post.message["id"]))
    assert await messages(stage) == []


async def test_message_in_the_feed_that_a_moderator_deleted_is_not_promised_again(stage: Stage) -> None:
    await set_up_feed(stage)
    await write_review(stage.alice, text="First words.")
    (post,) = await messages(stage)
    await stage.remove(f"messages/{REVIEWS}/{post['id']}")
    await write_review(stage.alice, text="Better words.")
    await stage.settled()

    answer = await write_review(stage.alice, text="The best words.")

    assert answer.text.startswith("Saved.\n")
    assert await messages(stage) == []


async def test_text_from_a_list_is_opened_as_from_a_page(stage: Stage) -> None:
    await set_up_feed(stage)
    reviews = await queue(stage, *(f"Said {number}." for number in range(5)))
    film = await stage.bot.services.films.get(FilmKey("imdb:tt2852470"), GuildId(NIGHT_OWLS))
    form = ReviewForm(rating=8, text="||It was the dog.||")
    await stage.bot.services.reviews.submit(GUILD, reviews[0].author, film, form, utcnow())
    await work_off(stage)
    (listed,) = await messages(stage)
    stage.alice.channel_id = str(REVIEWS)

    plain = await stage.alice.choose(listed, reviews[0].film.title)
    hidden = await stage.alice.choose(listed, "The Missing Picture")
    opened = await stage.alice.click(hidden.message, "Read it")

    assert plain.is_private
    assert "Said 0." in plain.text
    assert "dog" not in hidden.text
    assert opened.kind == "update"
    assert "It was the dog." in opened.text


async def test_failing_store_keeps_form_and_feed_as_they_were(stage: Stage) -> None:
    await set_up_feed(stage)
    await fail_inserts(stage, "outbox")

    refusal = await write_review(stage.alice, text="Not lost.")
    form = await stage.alice.click(refusal.message, "Back to my form")

    assert "could not save that just now" in refusal.text
    assert form.fields["text"] == "Not lost."
    assert await messages(stage) == []
