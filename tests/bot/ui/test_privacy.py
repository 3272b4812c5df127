from hypothesis import given
from hypothesis import strategies as st

from bot.services import Services
from bot.ui.custom_ids import Cancel, CustomId, Forget
from bot.ui.privacy import ask_forget, forgotten
from data.catalogue.local import LocalCatalogue
from data.models import Forgotten
from data.store import Store
from tests.bot.ui.messages import assert_harmless, items, labels, sent
from tests.bot.ui.things import some
from tests.builders import ALICE

KINDS = (
    "reviews",
    "drafts",
    "films",
    "watchlist",
    "likes",
    "watches",
    "letterboxd",
    "lookups",
    "weeks",
    "choices",
    "pace",
    "servers",
)
NOTHING: dict[str, int] = dict.fromkeys(KINDS, 0)


@some(60)
@given(st.fixed_dictionaries(dict.fromkeys(KINDS, st.integers(0, 10**12))))
def test_discord_takes_every_question_and_every_answer(kept: dict[str, int]) -> None:
    assert_harmless(ask_forget(kept))
    assert_harmless(forgotten(Forgotten(reviews=kept["reviews"]), kept["drafts"]))


def test_question_tells_what_goes_and_offers_the_way_out() -> None:
    message = sent(ask_forget(dict(zip(KINDS, range(1, 13), strict=True))))

    assert message["embeds"][0]["description"].startswith(
        "In all servers together that is\n"
        "• 1 review with every earlier version\n"
        "• 2 drafts of what could not be saved\n"
        "• 3 films that you added, changed or merged\n"
        "• 4 films on your watchlist\n"
        "• 5 likes of what others wrote\n"
        "• 6 viewings of films that you neither rated nor reviewed\n"
        "• 7 notes of what came from your Letterboxd account, and the link to it\n"
        "• 8 films that you looked up lately\n"
        "• your name among those who wrote most in 9 weeks of a server\n"
        "• 10 choices that you made, about spoilers or a server's feed\n"
        "• when you wrote 11 new reviews within the last day\n"
        "• your name and avatar as seen in 12 servers\n\n"
    )
    assert "can't be undone" in message["embeds"][0]["description"]
    assert labels(message) == ["Delete everything", "Keep it"]
    assert [CustomId.parse(item["custom_id"]) for item in items(message)] == [Forget(), Cancel()]


def test_what_there_is_none_of_is_not_told() -> None:
    message = sent(ask_forget({**NOTHING, "likes": 1}))

    assert "that is\n• 1 like of what others wrote\n\n" in message["embeds"][0]["description"]


async def test_every_kind_that_is_kept_is_told(store: Store) -> None:
    kept = await Services(LocalCatalogue([]), store).privacy.counts(ALICE)

    assert set(kept) == set(KINDS)
    assert all(sent(ask_forget({**NOTHING, kind: 1}))["embeds"] for kind in kept)


def test_one_of_whom_nothing_is_kept_is_asked_nothing() -> None:
    message = sent(ask_forget(NOTHING))

    assert message["content"] == "I keep nothing about you."
    assert items(message) == []


def test_messages_that_could_not_be_changed_are_told() -> None:
    said = sent(forgotten(Forgotten(reviews=3), 2))["content"]

    assert "3 reviews" in said
    assert "2 messages of mine" in said
    assert "I keep trying" in said


def test_nothing_is_told_of_messages_that_were_all_changed() -> None:
    assert "message" not in sent(forgotten(Forgotten(reviews=3), 0))["content"]
