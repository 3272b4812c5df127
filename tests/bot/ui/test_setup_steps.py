import itertools
from typing import Any, get_args

import pytest
from hypothesis import given

from bot.ui.custom_ids import ChooseAmount, CustomId, OpenZoneForm, Step
from bot.ui.custom_ids.setup import ZONE_LENGTH
from bot.ui.digest import BestLiked, digest_post
from bot.ui.setup.digest import digest_refused
from bot.ui.setup.pages import setup_page
from bot.ui.setup.server import ServerSetup
from bot.ui.setup.trials import digest_trial, feed_trial, sample_week, trial_impossible
from bot.ui.setup.zones import read_zone_form, time_there, zone_choices, zone_form, zone_unknown
from data.models import ChannelId, FeedFault, FeedState, GuildSettings
from tests.bot.ui.messages import Json, assert_harmless, items, labels, sent
from tests.bot.ui.setups import DIGEST, DUE, NOW, a_setup, words_of
from tests.bot.ui.things import names, some
from tests.builders import GUILD

FEED = ChannelId(1_400_000_000_000_000_002)
STEPS: tuple[Step, ...] = get_args(Step)
PLAIN = GuildSettings(guild_id=GUILD)
FULL = GuildSettings(
    guild_id=GUILD,
    feed_id=FEED,
    digest_id=DIGEST,
    zone="America/Argentina/ComodRivadavia",
    weekday=2,
    hour=0,
    prior=25,
    takes_bare_ratings=True,
    opens_spoilers=True,
    tells_of_empty_weeks=True,
)
PAUSED = FeedState(guild_id=GUILD, waiting=5_000, failures=3, fault=FeedFault.NO_ACCESS, paused_at=NOW)
ALL_MISSING = ("View Channel", "Send Messages", "Embed Links", "Read Message History", "Attach Files")
SETUPS = [
    a_setup(),
    a_setup(FULL),
    a_setup(FULL, missing_for_feed=None, missing_for_digest=None, feed=PAUSED),
    a_setup(FULL, missing_for_feed=ALL_MISSING[:4], missing_for_digest=ALL_MISSING, feed=PAUSED, is_skipped=True),
    a_setup(PLAIN.model_copy(update={"digest_id": DIGEST, "feed_id": FEED, "prior": 100}), feed=PAUSED),
]


def page(step: Step, settings: GuildSettings = PLAIN, **facts: Any) -> Json:
    return sent(setup_page(step, a_setup(settings, **facts)))


def chosen_in(message: Json, request: CustomId) -> list[str]:
    select = next(item for item in items(message) if item["custom_id"] == str(request))
    return [one["value"] for one in select["options"] if one.get("default")]


@pytest.mark.parametrize(("step", "setup"), [*itertools.product(STEPS, SETUPS)])
def test_every_page_of_every_server_is_what_discord_takes(step: Step, setup: ServerSetup) -> None:
    message = sent(setup_page(step, setup, "Said of the last press." * 40))

    assert len(message["components"]) <= 5


def test_steps_lead_on_and_back_and_the_last_one_sums_up() -> None:
    ways = [[label for label in labels(page(step)) if label in {"Back", "Next", "All settings"}] for step in STEPS]

    way = ["Back", "Next", "All settings"]
    assert ways == [way[1:], way, way, ["Back"], [], ["All settings"]]


def test_digest_says_what_is_chosen_and_when_it_comes_next() -> None:
    chosen = FULL.model_copy(update={"zone": "Asia/Tokyo", "weekday": 0, "hour": 9})

    message = page("digest", chosen)

    due_s = int(DUE.timestamp())
    assert f"It goes into <#{DIGEST}>. The next one comes <t:{due_s}:F> (<t:{due_s}:R>)." in words_of(message)
    assert "Mondays at 09:00, in `Asia/Tokyo`, where it is 03:30 now." in words_of(message)
    assert chosen_in(message, ChooseAmount(what="weekday")) == ["0"]
    assert chosen_in(message, ChooseAmount(what="hour")) == ["9"]


def test_digest_without_a_channel_offers_nothing_to_turn_off_or_to_try() -> None:
    message = page("digest")

    assert "It is not posted; `/digest` shows it. Choose a channel below" in words_of(message)
    assert labels(message)[:3] == ["Time zone…", "Use Europe/Berlin", "Tell of empty weeks"]
    assert "Turn the digest off" not in labels(message)
    assert "Send a test post" not in labels(message)


def test_guessed_zone_is_offered_only_as_long_as_none_was_chosen() -> None:
    unknown = labels(page("digest"))
    known = labels(page("digest", FULL))
    right = labels(page("digest", guess="UTC"))

    assert "Use Europe/Berlin" in unknown
    assert [label for label in known + right if label.startswith("Use ")] == []


def test_digest_that_can_not_arrive_says_what_is_missing() -> None:
    message = page("digest", FULL, missing_for_digest=("Attach Files",))
    gone = page("digest", FULL, missing_for_digest=None)

    assert f"The digest can't arrive: I lack **Attach Files** in <#{DIGEST}>." in words_of(message)
    assert "Its channel is gone. Choose another one below." in words_of(gone)


def test_skipped_digest_is_said_to_be() -> None:
    assert "but is skipped." in words_of(page("digest", FULL, is_skipped=True))


def test_refused_digest_channel_says_that_nothing_changed() -> None:
    assert digest_refused(FULL, DIGEST, ("Attach Files",)).endswith("The digest is as it was.")
    assert digest_refused(PLAIN, DIGEST, None).endswith("There is still no digest.")


def test_weight_of_the_servers_mean_is_told_in_words() -> None:
    bare, usual = (page("reading", PLAIN.model_copy(update={"prior": prior})) for prior in (0, 3))
    between = page("reading", PLAIN.model_copy(update={"prior": 7}))

    assert "The server's mean does not weigh" in words_of(bare)
    assert "weighs as much as 3 ratings of each film" in words_of(usual)
    assert "weighs as much as 7 ratings of each film" in words_of(between)
    assert [chosen_in(message, ChooseAmount(what="prior")) for message in (bare, usual, between)] == [["0"], ["3"], []]


def test_overview_tells_everything_and_where_to_change_it() -> None:
    message = page("all", FULL, missing_for_feed=("Embed Links",))

    said = words_of(message)
    names = [field["name"] for field in message["embeds"][0]["fields"]]
    (select,) = items(message)
    assert names == [
        "Feed",
        "The feed does not work",
        "Ratings without a text",
        "Weekly digest",
        "Day and time",
        "Empty weeks",
        "Spoilers",
        "Rankings",
        "Diaries on Letterboxd",
    ]
    assert "choose another channel under **Change…**" in said
    assert [one["value"] for one in select["options"]] == ["feed", "digest", "reading", "diaries"]


def test_last_step_says_what_happens_next() -> None:
    nothing, everything = words_of(page("end")), words_of(page("end", FULL))

    assert "New reviews are posted where they are written. No digest is posted." in nothing
    assert f"New reviews go into <#{FEED}>. The next digest comes into <#{DIGEST}> <t:" in everything


def test_zones_are_offered_with_the_time_there() -> None:
    (tokyo,) = zone_choices(["Asia/Tokyo"], NOW)

    assert (tokyo.name, tokyo.value) == ("Asia/Tokyo (now 03:30)", "Asia/Tokyo")


def test_zone_that_this_computer_does_not_know_any_more_has_no_time() -> None:
    forgotten = PLAIN.model_copy(update={"zone": "Mars/Olympus"})

    assert time_there("Mars/Olympus", NOW) == ""
    assert "Sundays at 18:00, in `Mars/Olympus`, a time zone that there is no more: I go by UTC." in words_of(
        page("digest", forgotten)
    )


@some(30)
@given(names)
def test_whatever_was_typed_for_a_zone_is_quoted_harmlessly_and_kept_for_the_form(typed: str) -> None:
    message = sent(zone_unknown(typed, ["Europe/Berlin"], "UTC", NOW))

    request = CustomId.parse(
        next(item for item in items(message) if item.get("label") == "Back to the form")["custom_id"]
    )
    assert isinstance(request, OpenZoneForm)
    assert zone_form(request.typed or "").to_dict()["components"]
    assert labels(message) == ["Back to the form", "Keep UTC"]


def test_zone_is_read_from_what_discord_sends_and_nothing_else() -> None:
    sent_form = {"components": [{"type": 18, "component": {"type": 4, "custom_id": "zone", "value": " Berlin\n "}}]}

    assert read_zone_form(sent_form) == "Berlin"
    assert read_zone_form({"components": "none"}) == ""
    assert len(read_zone_form({"components": [{"component": {"custom_id": "zone", "value": "x" * 90}}]})) == ZONE_LENGTH


@some(30)
@given(names)
def test_test_posts_say_that_they_are_whatever_the_server_is_called(name: str) -> None:
    trials = [
        feed_trial(GUILD, NOW),
        digest_trial(digest_post(sample_week(a_setup(FULL)), BestLiked(), name, posted_at=NOW)),
    ]

    assert ["This is how" in trial.content and "only a test" in trial.content for trial in trials] == [True, True]
    assert [trial.rows for trial in trials] == [(), ()]
    assert_harmless(trials[0])
    sent(trials[1])


def test_test_post_that_could_only_fail_says_why() -> None:
    assert "I lack **Embed Links** in" in trial_impossible(FEED, ("Embed Links",))
    assert "There is no channel" in trial_impossible(FEED, None)


def test_diaries_can_be_let_in_with_or_without_asking() -> None:
    free, checked = page("diaries"), page("diaries", PLAIN.model_copy(update={"checks_letterboxd": True}))

    assert "Somebody's diary comes in as soon as they say which is theirs." in words_of(free)
    assert "Somebody's diary comes in once one of you agrees." in words_of(checked)
    assert labels(free) == ["Ask us before a diary comes in", "All settings"]
    assert labels(checked) == ["Let diaries in without asking", "All settings"]


@pytest.mark.parametrize("step", ["diaries", "all"])
def test_diaries_that_come_in_are_counted_and_those_that_wait_are_told(step: Step) -> None:
    message = page(step, diaries=1_204, diaries_asked=1)

    assert "**1 diary waits for your word.**" in words_of(message)
    assert "See the diaries (1,204)" in labels(message)
