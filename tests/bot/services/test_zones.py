from collections.abc import Mapping
from importlib.resources import files
from itertools import chain
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.zone_words import ABBREVIATIONS, CITIES, COUNTRIES, LOCALE_ZONES, OFFSETS, WIDELY_USED
from bot.services.zones import OFFERED, find_zone, is_zone, offer_zones
from tests.bot.services.test_dates import LOCALES
from tests.bot.ui.things import some

NAMES = sorted(set(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()) - {"Factory"})
ROWS = [
    line.split("\t")
    for line in files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
PLACES = [row[2] for row in ROWS]


# Names


def test_every_name_is_a_zone_that_has_a_clock() -> None:
    assert len(NAMES) > 500
    assert all(is_zone(name) and ZoneInfo(name).key == name for name in NAMES)


@pytest.mark.parametrize(
    "name",
    [
        *("", "Factory", "localtime", "posixrules", "posix/Europe/Berlin", "right/Europe/Berlin", "SystemV/EST5"),
        *(
            "europe/berlin",
            "Europe/Berlin ",
            "Europe",
            "Europe/Atlantis",
            "../../etc/passwd",
            "zone.tab",
            "/etc/localtime",
        ),
    ],
)
def test_other_names_are_no_zones(name: str) -> None:
    assert not is_zone(name)


def test_every_name_is_found_in_any_case_and_with_spaces() -> None:
    for name in NAMES:
        written = (name, name.lower(), name.upper(), f" {name.replace('_', ' ')} ")

        assert {find_zone(typed) for typed in written} == {name}


def test_every_place_is_offered_first_by_its_name_and_among_the_first_by_its_city() -> None:
    for name in PLACES:
        assert offer_zones(name.replace("_", " "), None)[0] == name
        assert name in offer_zones(name.rpartition("/")[2].replace("_", " "), None)[:5], name


def test_every_country_is_offered_its_zones() -> None:
    table = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8").splitlines()
    countries = [line.split("\t") for line in table if not line.startswith("#")]

    for code, country in countries:
        of_country = {row[2] for row in ROWS if row[0] == code}
        offered = offer_zones(country, None, limit=100)

        assert set(offered[: len(of_country)]) >= of_country, country


# What is typed


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("berlin", "Europe/Berlin"),
        ("Berlin, Germany", "Europe/Berlin"),
        ("Europe/Berln", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("new-york", "America/New_York"),
        ("New York City", "America/New_York"),
        ("new yrok", "America/New_York"),
        ("america new york", "America/New_York"),
        ("são paulo", "America/Sao_Paulo"),
        ("SAO PAULO", "America/Sao_Paulo"),
        ("los angel", "America/Los_Angeles"),
        ("san francisco", "America/Los_Angeles"),
        ("istanbul", "Europe/Istanbul"),
        ("calcutta", "Asia/Calcutta"),
        ("germany", "Europe/Berlin"),
        ("Côte d'Ivoire", "Africa/Abidjan"),
        ("south korea", "Asia/Seoul"),
        ("united kingdom", "Europe/London"),
        ("norway", "Europe/Oslo"),
        ("UTC", "UTC"),
        ("gmt", "GMT"),
        ("pst", "America/Los_Angeles"),
        ("Eastern Time", "America/New_York"),
        ("UTC+2", "Etc/GMT-2"),
        ("gmt -03:00", "Etc/GMT+3"),
        ("Etc/GMT+3", "Etc/GMT+3"),
        ("+5:30", "Asia/Kolkata"),
        ("utc−9:30", "Pacific/Marquesas"),
        ("UTC+0", "UTC"),
        ("GMT+14", "Etc/GMT-14"),
    ],
)
def test_zone_is_found_and_offered_first(typed: str, zone: str) -> None:
    assert find_zone(typed) == zone
    assert offer_zones(typed, None)[0] == zone


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("united states", ["America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"]),
        ("spain", ["Europe/Madrid"]),
        ("europe", ["Europe/London", "Europe/Berlin", "Europe/Paris"]),
        ("berln", ["Europe/Berlin", "Europe/Zurich"]),
        ("ist", ["Asia/Kolkata"]),
        ("cst", ["America/Chicago"]),
        ("austrlia", ["Australia/Sydney"]),
        ("lo", ["Europe/London", "America/Los_Angeles"]),
    ],
)
def test_zone_that_is_not_clear_is_offered_and_not_found(typed: str, offered: list[str]) -> None:
    assert offer_zones(typed, None)[: len(offered)] == sorted(offered, key=offer_zones(typed, None).index)
    assert find_zone(typed) is None


@pytest.mark.parametrize(
    "typed", ["UTC+15", "gmt-13", "utc-3:30", "+05:99", "utc 5 7", "x", "...", "nowhere at all", "東京"]
)
def test_nothing_is_made_of_what_is_no_zone(typed: str) -> None:
    assert find_zone(typed) is None
    assert not offer_zones(typed, "en-US")


def test_summer_time_is_thought_of_where_its_absence_is_named() -> None:
    assert offer_zones("EST", None)[:2] == ["America/New_York", "EST"]


def with_a_slip(name: str, at: int, instead: str) -> str:
    return f"{name[:at]}{instead}{name[at + 1 :]}"


anything = st.text(st.characters(), max_size=20)
slips = st.builds(with_a_slip, st.sampled_from(NAMES), st.integers(0, 20), st.text(max_size=2))


@some(60)
@given(anything | slips, st.none() | anything | st.sampled_from(LOCALES.split()), st.integers(1, OFFERED))
def test_whatever_is_typed_only_zones_are_offered_each_once(typed: str, locale: str | None, limit: int) -> None:
    offered = offer_zones(typed, locale, limit)
    found = find_zone(typed)

    assert len(offered) <= limit
    assert len(set(offered)) == len(offered)
    assert all(map(is_zone, offered))
    assert found is None or found in offer_zones(typed, locale)


# Languages


@pytest.mark.parametrize("typed", ["", "   "])
def test_with_nothing_typed_guesses_come_first_and_then_widely_used_zones(typed: str) -> None:
    offered = offer_zones(typed, "pt-BR")

    assert offered[:4] == ["America/Sao_Paulo", "America/Fortaleza", "America/Manaus", "America/New_York"]
    assert len(offered) == OFFERED
    assert find_zone(typed) is None


@pytest.mark.parametrize("locale", [None, "xx"])
def test_without_a_known_language_widely_used_zones_are_offered(locale: str | None) -> None:
    assert offer_zones("", locale) == list(WIDELY_USED[:OFFERED])


def test_zones_of_the_language_come_first_among_those_that_fit_alike() -> None:
    assert offer_zones("europe", "sv-SE")[:2] == ["Europe/Stockholm", "Europe/Helsinki"]


def test_there_is_a_guess_for_each_of_discords_languages() -> None:
    assert set(LOCALE_ZONES) == set(LOCALES.split())


TABLES: Mapping[str, set[str]] = {
    "languages": set(chain.from_iterable(LOCALE_ZONES.values())),
    "widely used": set(WIDELY_USED),
    "cities": set(CITIES.values()),
    "abbreviations": set(chain.from_iterable(ABBREVIATIONS.values())),
    "offsets": set(OFFSETS.values()),
}


@pytest.mark.parametrize("table", TABLES)
def test_tables_name_zones_of_today(table: str) -> None:
    assert TABLES[table] <= {*PLACES, "UTC"}


def test_countries_are_those_of_the_database() -> None:
    assert set(COUNTRIES.values()) <= {row[0] for row in ROWS}


def test_every_name_is_known_to_this_machine() -> None:
    assert set(NAMES) <= available_timezones()
