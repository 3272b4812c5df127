"""The diagnosis of a server, held against what Discord takes, and what it asks of those who manage it."""

import itertools
from datetime import timedelta

import pytest

from bot.ui.diagnosis import ILL, diagnosis_page
from bot.ui.setup.server import ServerSetup
from data.models import ChannelId, Diagnosis, DigestId, DigestTrouble, FeedFault, MessageId, Posted, StuckEdits
from data.store.diagnosis import MOST_CHANNELS
from tests.bot.ui.messages import sent
from tests.bot.ui.setups import DUE, NOW, a_setup, words_of
from tests.bot.ui.test_setup_steps import ALL_MISSING, SETUPS

CHANNELS = [ChannelId(1_400_000_000_000_000_010 + n) for n in range(MOST_CHANNELS)]
REFUSED = "403 Forbidden (error code: 50001): Missing Access"
POSTED = Posted(channel_id=CHANNELS[0], message_id=MessageId(1_400_000_000_000_000_099), at=NOW)


def stuck(fault: str = REFUSED, messages: int = 1) -> tuple[StuckEdits, ...]:
    return tuple(StuckEdits(channel_id=one, messages=messages, fault=fault, next_try=NOW) for one in CHANNELS)


def troubles(fault: FeedFault) -> tuple[DigestTrouble, ...]:
    return tuple(
        DigestTrouble(
            id=DigestId(n), ends_at=DUE - timedelta(days=7 * n), failures=9_999, fault=fault, is_waiting=n < 3
        )
        for n in range(1, 9)
    )


@pytest.mark.parametrize(
    ("setup", "missing", "fault"),
    [*itertools.product(SETUPS, [None, (), ALL_MISSING[1:4]], [FeedFault.NO_ACCESS, FeedFault.REFUSED])],
)
def test_everything_going_wrong_at_once_is_what_discord_takes(
    setup: ServerSetup, missing: tuple[str, ...] | None, fault: FeedFault
) -> None:
    found = Diagnosis(
        last_review=POSTED, last_digest=POSTED, troubles=troubles(fault), stuck=stuck("*_" * 200, messages=999_999)
    )

    message = sent(diagnosis_page(setup, found, dict.fromkeys(CHANNELS, missing)))

    said = words_of(message)
    assert said.count(f"in <#{CHANNELS[0]}>") == 1
    assert "waits: " in said
    assert "https://discord.com/channels/" in said


def test_what_mends_itself_asks_nothing_of_anybody() -> None:
    found = Diagnosis(stuck=stuck("Discord makes us wait")[:1])

    said = words_of(sent(diagnosis_page(a_setup(), found, {CHANNELS[0]: ()})))

    assert ILL not in said
    assert "“Discord makes us wait”. I try again <t:" in said


def test_a_refusal_that_no_missing_permission_explains_says_where_to_look() -> None:
    found = Diagnosis(stuck=stuck()[:1])

    said = words_of(sent(diagnosis_page(a_setup(), found, {CHANNELS[0]: ()})))

    assert f"{ILL} 1 message in <#{CHANNELS[0]}>" in said
    assert "Look whether I am timed out." in said
