"""Which providers are asked, by the settings."""

import pytest

from bot.config import Settings
from bot.providers import by_own_profile, feeds_by_own_profile, feeds_of, providers_of
from data.models import Source

DISCORD, SANDBOX = "https://discord.com/api/v10", "http://127.0.0.1:4000/api/v10"


def settings(**given: object) -> Settings:
    return Settings.model_validate({"discord_api_url": DISCORD} | given)


@pytest.fixture(autouse=True)
def _empty_place(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]  (used by all)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)

    monkeypatch.chdir(str(tmp_path))


async def test_nobody_is_asked_unless_something_is_set() -> None:
    assert providers_of(settings()) == []


async def test_a_token_brings_tmdb_and_a_contact_wikidata_after_it() -> None:
    found = providers_of(settings(tmdb_token="a.b.c", contact="me@example.org"))

    assert [provider.source for provider in found] == [Source.TMDB, Source.WIKIDATA]


@pytest.mark.parametrize(
    ("given", "is_asked"),
    [
        ({}, True),
        ({"discord_api_url": "https://canary.discord.com/api/v10"}, True),
        ({"discord_api_url": SANDBOX}, False),
        ({"discord_api_url": "https://notdiscord.com/api/v10"}, False),
        ({"contact": "me@example.org"}, False),
    ],
)
async def test_bots_own_profile_serves_as_a_contact_where_there_is_one_and_no_other(
    given: dict[str, str], *, is_asked: bool
) -> None:
    assert (by_own_profile(settings(**given), 1100000000000000001) is not None) is is_asked


@pytest.mark.parametrize(
    ("given", "from_start", "after_login"),
    [
        ({}, False, True),
        ({"contact": "me@example.org"}, True, False),
        ({"letterboxd_url": None}, False, False),
        ({"contact": "me@example.org", "letterboxd_url": "off"}, False, False),
        ({"discord_api_url": SANDBOX}, False, False),
        ({"discord_api_url": SANDBOX, "contact": "me@example.org"}, True, False),
    ],
)
async def test_feeds_are_asked_for_with_the_same_contact_unless_that_is_off(
    given: dict[str, str], *, from_start: bool, after_login: bool
) -> None:
    assert (feeds_of(settings(**given)) is not None) is from_start
    assert (feeds_by_own_profile(settings(**given), 1100000000000000001) is not None) is after_login
