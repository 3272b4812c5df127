"""What members write is stored as written and shown harmless, whole, and never a spoiler unasked."""

from data.models import FilmKey, GuildId, UserId
from tests.bot.ui.discord_markdown import see
from tests.e2e.scenes import FILM, write_review
from tests.e2e.stage import Stage
from tests.e2e.world import ALICE, NIGHT_OWLS

HOSTILE = (
    "@everyone @here <@1200000000000000002> <@&1300000000000000001> <#1400000000000000001>\n"
    "# Heading\n-# small\n> quote\n>>> quotes\n- list\n1. list\n"
    "[click me](https://evil.example/x) <https://evil.example/y> https://discord.gg/abcdef discord.gg/abc\n"
    "`code` ```py\nblock\n``` </film:1> <t:1700000000:R> <:emoji:1200000000000000002>\n"
    "\u202egnisrever\u202c \u2066isolated\u2069 **bold** *italic* __under__ ~~gone~~ \\*star\\* snake_case_word\n"
)
LONG = (HOSTILE + "And then it went on, sentence after sentence. ") * 20


async def test_4000_hostile_characters_are_stored_as_written_and_shown_harmless_and_whole(stage: Stage) -> None:
    text = LONG[:4000]

    post = await write_review(stage.alice, text=text)

    shown = [post.message["embeds"][0]["description"]]
    panel = await stage.bob.click(post.message, "Read on")
    shown_whole = [panel.message["embeds"][0]["description"]]

    while "Next" in panel.labels and not _is_last(panel.labels):
        panel = await stage.bob.click(panel.message, "Next")
        shown_whole.append(panel.message["embeds"][0]["description"])

    review = await stage.store.reviews.find(GuildId(NIGHT_OWLS), UserId(ALICE), FilmKey("imdb:tt2852470"))
    assert review is not None
    assert review.content.text == text
    assert len(shown_whole) > 1

    for page in (*shown, *shown_whole):
        assert not see(page).constructs

    for word in ("everyone", "click me", "gnisrever", "snake_case_word"):
        assert sum(page.replace("\\", "").count(word) for page in shown_whole) == text.count(word)


def _is_last(labels: list[str]) -> bool:
    counter = next(label for label in labels if label.startswith("Page "))
    _, number, _, pages = counter.split()
    return number == pages


async def test_marked_spoiler_is_shown_only_to_the_one_who_asks(stage: Stage) -> None:
    post = await write_review(stage.alice, text="The child is the narrator.", boxes=["is_spoiler"])
    feed = await stage.chloe.slash("reviews")
    card = await stage.chloe.slash("film", title=FILM)

    opened = await stage.bob.click(post.message, "Read it")

    assert "narrator" not in post.text + feed.text + card.text
    assert "narrator" not in str(await stage.chloe.messages())
    assert opened.is_private
    assert "The child is the narrator." in opened.text


async def test_bars_anywhere_make_the_review_a_spoiler(stage: Stage) -> None:
    post = await write_review(stage.alice, text="Fine until ||the flood||, then more.")

    assert "flood" not in post.text
    assert "Read it" in post.labels


async def test_hostile_tags_stay_plain(stage: Stage) -> None:
    post = await write_review(stage.alice, text="x", tags="@everyone, [a](http://b)")

    assert post.message["mention_everyone"] is False
