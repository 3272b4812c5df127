import os
import unicodedata

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.ui.characters import clean
from bot.ui.limits import length
from bot.ui.markdown import write
from bot.ui.markup import read
from bot.ui.text import has_spoiler, literal, pages, plain, preview, shown, truncated
from data.markup import BOLD, ITALIC, Run, merged
from tests.bot.ui.discord_markdown import Seen, see, styled_words
from tests.bot.ui.written_text import formatted_texts, hostile_texts, long_texts, well_formed_texts

rounds = settings(
    max_examples=300 * int(os.environ.get("MARQUEE_ROUNDS", "1")),
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

MARKUP = "*_~\\[]()<>"
UNSEEN = "\u115f\u1160\u3164\uffa0\u2800\U0001d159"


def skeleton(text: str) -> str:
    """Letters, digits, punctuation and symbols, without those that formatting and links are made of."""
    return "".join(c for c in text if unicodedata.category(c)[0] in "LNPS" and c not in MARKUP + UNSEEN)


def intended(text: str) -> list[tuple[str, int]]:
    return [(character, run.styles) for run in read(text) for character in run.text]


def joined(parts: list[str]) -> Seen:
    seen = [see(part) for part in parts]
    return Seen([pair for one in seen for pair in one.characters], [name for one in seen for name in one.constructs])


@rounds
@given(hostile_texts)
def test_nothing_but_formatting_comes_out(text: str) -> None:
    seen = see(shown(text))

    assert seen.constructs == []


@rounds
@given(st.one_of(hostile_texts, formatted_texts))
@example("*~~ a~~*")
def test_discord_shows_each_character_in_the_styles_that_were_read(text: str) -> None:
    seen = see(shown(text))

    assert seen.characters == intended(text)


@rounds
@given(hostile_texts)
def test_every_visible_character_of_the_writer_is_shown(text: str) -> None:
    seen = see(shown(text))

    assert skeleton(seen.text) == skeleton(text)


@rounds
@given(
    st.lists(
        st.builds(Run, st.integers(0, 15), st.sampled_from(["a", "é", "_", "~", "*", "\\", ":", "- b", "1. c\n- d"]))
    )
)
@example([Run(BOLD | ITALIC, "a"), Run(BOLD, "b")])
def test_any_runs_are_written_so_that_discord_shows_them(runs: list[Run]) -> None:
    seen = see(write(merged(runs)))

    assert seen.constructs == []
    assert seen.characters == [(character, run.styles) for run in runs for character in run.text]


@rounds
@given(well_formed_texts())
def test_well_formed_text_looks_as_the_writer_would_have_seen_it(text: str) -> None:
    assert styled_words(shown(text)) == styled_words(text)


@rounds
@given(hostile_texts)
def test_a_literal_is_one_line_of_the_very_characters(text: str) -> None:
    seen = see(literal(text))

    assert seen.constructs == []
    assert seen.text == plain(text)
    assert not any(styles for _, styles in seen.characters)


@rounds
@given(st.one_of(hostile_texts, st.text()))
def test_plain_text_is_one_line_without_anything_invisible(text: str) -> None:
    line = plain(text)

    assert "\n" not in line
    assert skeleton(line) == skeleton(text)
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for character in line)


@rounds
@given(long_texts, st.integers(64, 600))
def test_pages_hold_everything_and_keep_the_limit(text: str, limit: int) -> None:
    result = pages(text, limit)

    assert all(0 < length(page) <= limit for page in result)
    assert joined(result).constructs == []
    assert joined(result).ink == Seen(intended(text)).ink


@rounds
@given(long_texts, st.integers(-1, 400))
def test_a_preview_is_a_beginning_within_the_limit(text: str, limit: int) -> None:
    result = preview(text, limit)
    seen = see(result)

    assert length(result) <= max(0, limit)
    assert seen.constructs == []

    if result != shown(text):
        ink = seen.ink
        assert ink[-1:] in ([("…", 0)], [])
        assert ink[:-1] == Seen(intended(text)).ink[: len(ink) - 1] or not ink


@rounds
@given(st.one_of(hostile_texts, st.text(), hostile_texts.map(literal)), st.integers(-1, 120))
def test_truncated_text_keeps_the_limit(text: str, limit: int) -> None:
    result = truncated(text, limit)

    assert length(result) <= max(0, limit)


@rounds
@given(hostile_texts, st.integers(1, 120))
def test_a_truncated_literal_is_still_literal(text: str, limit: int) -> None:
    seen = see(truncated(literal(text), limit))

    assert seen.constructs == []
    assert not any(styles for _, styles in seen.characters)


@rounds
@given(st.one_of(hostile_texts, st.text()))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)

    assert clean(once) == once


@rounds
@given(hostile_texts)
def test_what_discord_would_hide_is_a_spoiler(text: str) -> None:
    if "spoiler" in see(text).constructs:
        assert has_spoiler(text)
