from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given

from bot.ui.setup import Missing, feed_paused
from bot.ui.setup.feed import feed_refused, feed_stopped
from bot.ui.setup.pages import setup_page
from data.models import ChannelId, FeedFault, FeedState, GuildSettings
from tests.bot.ui.discord_markdown import see
from tests.bot.ui.messages import Json, items, labels, sent
from tests.bot.ui.setups import a_setup, words_of
from tests.bot.ui.things import names, some
from tests.builders import GUILD

FEED = ChannelId(1_400_000_000_000_000_002)
PAUSED_AT = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
WITH_FEED = GuildSettings(guild_id=GUILD, feed_id=FEED)


def fares(**facts: Any) -> FeedState:
    return FeedState.model_validate({"guild_id": GUILD} | facts)


def paused(fault: FeedFault, waiting: int = 3) -> FeedState:
    return fares(fault=fault, failures=3, waiting=waiting, paused_at=PAUSED_AT)


def panel(settings: GuildSettings, state: FeedState, missing: Missing) -> Json:
    return sent(setup_page("feed", a_setup(settings, feed=state, missing_for_feed=missing)))


def test_without_a_feed_there_is_nothing_to_turn_off_or_to_repair() -> None:
    message = panel(GuildSettings(guild_id=GUILD), fares(), None)

    assert labels(message) == ["Post ratings without a text", "Next", "All settings"]
    assert "There is none: a review is posted where it is written." in words_of(message)
    assert "does not work" not in words_of(message)


def test_panel_offers_the_other_of_two_ways_and_the_channels_that_can_be_a_feed() -> None:
    chosen = WITH_FEED.model_copy(update={"takes_bare_ratings": True})

    message = panel(chosen, fares(), ())

    select = items(message)[0]
    assert labels(message)[:3] == ["Keep ratings without a text out", "Send a test post", "Turn the feed off"]
    assert select["channel_types"] == [0, 5]
    assert [int(one["id"]) for one in select["default_values"]] == [FEED]


def test_channel_that_is_gone_is_not_chosen_any_more() -> None:
    message = panel(WITH_FEED, fares(), None)

    assert "default_values" not in items(message)[0]
    assert "New reviews can't arrive: its channel is gone." in words_of(message)


@pytest.mark.parametrize(
    ("fault", "missing", "cause", "remedy"),
    [
        (FeedFault.CHANNEL_GONE, None, "its channel is gone", "Choose another channel"),
        (FeedFault.NO_ACCESS, ("Send Messages",), f"I lack **Send Messages** in <#{FEED}>", "Give me that permission"),
        (
            FeedFault.NO_ACCESS,
            ("View Channel", "Send Messages", "Embed Links"),
            "**View Channel**, **Send Messages** and **Embed Links**",
            "Give me those permissions",
        ),
        (FeedFault.NO_ACCESS, (), "Discord does not let me post", "Press **Try again**"),
        (FeedFault.REFUSED, (), "Discord refuses what I post", "Press **Try again**"),
    ],
)
def test_paused_feed_says_why_and_what_to_do_on_the_panel_and_in_the_notice(
    fault: FeedFault, missing: Missing, cause: str, remedy: str
) -> None:
    shown = panel(WITH_FEED, paused(fault), missing)
    notice = sent(feed_paused(WITH_FEED, paused(fault), "Night Owls", missing))

    assert labels(shown)[0] == "Try again"
    assert [cause in words_of(message) for message in (shown, notice)] == [True, True]
    assert [remedy in words_of(message) for message in (shown, notice)] == [True, True]
    assert ["3 reviews wait; none is lost." in words_of(message) for message in (shown, notice)] == [True, True]
    assert f"<t:{int(PAUSED_AT.timestamp())}:R>" in words_of(shown)
    assert "**Night Owls**" in words_of(notice)


def test_one_that_waits_is_told_in_the_singular() -> None:
    notice = sent(feed_paused(WITH_FEED, paused(FeedFault.REFUSED, waiting=1), "Night Owls", ()))

    assert "1 review waits; none is lost." in words_of(notice)


@some(30)
@given(names)
def test_nothing_is_made_of_a_servers_name_in_the_notice(name: str) -> None:
    message = sent(feed_paused(WITH_FEED, paused(FeedFault.CHANNEL_GONE), name, None))

    # The command that it names stands in code.
    assert see(message["embeds"][0]["description"]).constructs == ["code"]


def test_refused_choice_says_what_is_missing_and_that_nothing_changed() -> None:
    without = GuildSettings(guild_id=GUILD)

    assert feed_refused(WITH_FEED, FEED, ("Embed Links",)).endswith("The feed is as it was.")
    assert feed_refused(without, FEED, ("Embed Links",)).endswith("There is still no feed.")
    assert "I can't find that channel" in feed_refused(without, FEED, None)


def test_turning_the_feed_off_speaks_of_what_waited_only_where_something_did() -> None:
    assert "waited" not in feed_stopped(0)
    assert "1 review that waited" in feed_stopped(1)


def test_failing_feed_is_told_before_it_is_paused() -> None:
    message = panel(WITH_FEED, fares(fault=FeedFault.REFUSED, failures=1, waiting=2), ())

    assert "The last try failed: Discord refuses what I post" in words_of(message)
    assert "2 reviews wait; none is lost." in words_of(message)
