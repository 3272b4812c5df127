from hypothesis import given
from hypothesis import strategies as st

from bot.ui.custom_ids import Cancel, CustomId, Forget
from bot.ui.privacy import ask_forget, forgotten
from data.models import Forgotten
from tests.bot.ui.messages import assert_harmless, items, labels, sent
from tests.bot.ui.things import some

KINDS = ("reviews", "drafts", "watchlist", "servers")


@some(60)
@given(st.fixed_dictionaries(dict.fromkeys(KINDS, st.integers(0, 10**12))))
def test_discord_takes_every_question_and_every_answer(kept: dict[str, int]) -> None:
    assert_harmless(ask_forget(kept))
    assert_harmless(forgotten(Forgotten(reviews=kept["reviews"], posts=()), kept["drafts"]))


def test_question_tells_what_goes_and_offers_the_way_out() -> None:
    message = sent(ask_forget({"reviews": 1, "drafts": 2, "watchlist": 0, "servers": 1}))

    assert "1 review with" in message["embeds"][0]["description"]
    assert "2 drafts, 0 films on your watchlist" in message["embeds"][0]["description"]
    assert "can't be undone" in message["embeds"][0]["description"]
    assert labels(message) == ["Delete everything", "Keep it"]
    assert [CustomId.parse(item["custom_id"]) for item in items(message)] == [Forget(), Cancel()]


def test_one_of_whom_nothing_is_kept_is_asked_nothing() -> None:
    message = sent(ask_forget(dict.fromkeys(KINDS, 0)))

    assert message["content"] == "I keep nothing about you."
    assert items(message) == []


def test_messages_that_could_not_be_deleted_are_told() -> None:
    said = sent(forgotten(Forgotten(reviews=3, posts=()), 2))["content"]

    assert "3 reviews" in said
    assert "2 messages of mine could not be deleted" in said
    assert "please ask" in said
