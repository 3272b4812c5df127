from hypothesis import given
from hypothesis import strategies as st

from bot.ui.answer import Answer
from bot.ui.letterboxd.faults import FAULTS_A_PAGE, faults_page
from bot.ui.letterboxd.flaws import WORDS
from bot.ui.problems import worded
from data.errors import NothingToImport
from data.models import Fault, Flaw
from tests.bot.ui.letterboxd.things import an_import, faults
from tests.bot.ui.messages import assert_harmless, constructs, items, sent
from tests.bot.ui.setups import words_of
from tests.bot.ui.things import names, some

TWENTY = tuple(Fault(file="diary.csv", line=line, flaw=Flaw.BAD_YEAR) for line in range(1, 21))


def test_every_flaw_has_words() -> None:
    assert set(WORDS) == set(Flaw)
    assert all(text and not text.endswith(".") for text in WORDS.values())


@some(40)
@given(st.lists(faults, max_size=FAULTS_A_PAGE), st.sampled_from([1, 9_999_999]), st.sampled_from([8, 10**8]))
def test_discord_takes_every_page_of_faults_and_makes_nothing_of_it(
    found: list[Fault], number: int, count: int
) -> None:
    assert_harmless(faults_page(an_import(faults=tuple(found), fault_count=count), number))


def test_a_fault_is_named_with_file_line_reason_and_what_was_there() -> None:
    found = (
        Fault(file="diary.csv", line=1_200, flaw=Flaw.BAD_YEAR, value="20*13"),
        Fault(file="lists.zip", line=None, flaw=Flaw.NESTED),
    )

    said = words_of(sent(faults_page(an_import(faults=found, fault_count=2), 1)))

    assert said.splitlines() == [
        "• **diary\\.csv**, line 1,200: that is no year of a film (“20\\*13”)",
        "• **lists\\.zip**: it is an archive within the archive, and I open none",
    ]


def test_faults_come_by_pages_and_the_last_one_says_how_many_more_there_were() -> None:
    first, last = (sent(faults_page(an_import(faults=TWENTY, fault_count=500), number)) for number in (1, 99))

    assert words_of(first).count("diary") == FAULTS_A_PAGE
    assert first["embeds"][0]["footer"]["text"] == "Page 1 of 3 · 500 things"
    assert words_of(last).count("diary") == 4
    assert "…and 480 more" in words_of(last)
    assert [item["label"] for item in items(first) if not item.get("disabled")] == ["Next", "Back"]
    assert [item["label"] for item in items(last) if not item.get("disabled")] == ["Previous", "Back"]


def test_a_file_of_which_nothing_can_be_imported_says_why() -> None:
    said = worded(NothingToImport("a*b.zip", TWENTY)) or ""

    assert said.startswith(
        "I found nothing in **a\\*b\\.zip** that I can import.\n• **diary\\.csv**, line 1: that is no"
    )
    assert said.count("diary\\.csv") == 3
    assert "`/letterboxd import` without a file says how to get it." in said


def test_of_one_place_in_such_a_file_the_first_reason_says_it() -> None:
    found = (
        Fault(file="picture.png", line=1, flaw=Flaw.NOT_TEXT),
        Fault(file="picture.png", line=1, flaw=Flaw.NOT_A_TABLE),
    )

    said = worded(NothingToImport("picture.png", found)) or ""

    assert said.count("line 1") == 1
    assert "it is no text in UTF-8" in said


@some(20)
@given(names, st.lists(faults, max_size=4))
def test_what_is_said_of_such_a_file_is_as_harmless_as_of_any_other(name: str, found: list[Fault]) -> None:
    said = worded(NothingToImport(name, tuple(found))) or ""
    plain = worded(NothingToImport("export.zip")) or ""

    assert constructs(sent(Answer(content=said))) == constructs(sent(Answer(content=plain)))
