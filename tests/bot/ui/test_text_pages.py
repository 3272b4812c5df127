import pytest

from bot.ui import limits
from bot.ui.limits import length
from bot.ui.text import literal, pages, preview, shown, truncated
from tests.bot.ui.discord_markdown import see
from tests.rounds import rounds

FAMILY = "👩\u200d👩\u200d👧"


def paragraph(sentences: int, name: str = "It") -> str:
    return " ".join(f"{name} is told with figures of clay, number {number}." for number in range(sentences))


def test_a_text_that_fits_is_one_page() -> None:
    assert pages("Short, and **good**.", 4_096) == ["Short, and **good**."]


def test_a_text_without_anything_visible_has_no_page() -> None:
    assert pages(" \u200b ", 4_096) == []


def test_a_page_ends_at_a_paragraph_where_it_can() -> None:
    first, second, third = paragraph(20, "One"), paragraph(20, "Two"), paragraph(20, "Three")

    result = pages(f"{first}\n\n{second}\n\n{third}", len(first) + len(second) + 10)

    assert result == [f"{first}\n\n{second}", third]


def test_a_paragraph_that_fits_on_a_page_is_kept_whole() -> None:
    first, second = paragraph(2, "One"), paragraph(20, "Two")

    result = pages(f"{first}\n\n{second}", len(second) + 10)

    assert result == [first, second]


def test_a_long_paragraph_is_split_after_a_sentence() -> None:
    result = pages(paragraph(50), 500)

    assert len(result) > 2
    assert all(page.startswith("It is") and page.endswith(".") for page in result)


def test_a_long_sentence_is_split_between_words() -> None:
    words = [f"word{number}" for number in range(200)]

    result = pages(" ".join(words), 100)

    assert [word for page in result for word in page.split()] == words


def test_a_long_word_is_split_but_not_within_an_emoji() -> None:
    result = pages(FAMILY * 50, 100)

    assert "".join(result) == FAMILY * 50
    assert all(page.startswith("👩") and page.endswith("👧") for page in result)


def test_japanese_is_split_after_a_sentence() -> None:
    result = pages("七人の侍は長い映画です。" * 30, 100)

    assert all(page.startswith("七") and page.endswith("。") for page in result)


def test_formatting_is_closed_at_the_end_of_a_page_and_reopened_on_the_next() -> None:
    result = pages(f"**__{paragraph(10)}__**", 200)

    assert all(page.startswith("__**It is") and page.endswith(".**__") for page in result)


def test_a_line_that_only_begins_on_its_page_is_no_list() -> None:
    result = pages("- word 1. word " * 40, 64)

    assert all(see(page).constructs == [] for page in result)


@pytest.mark.parametrize("size", [4_000, 30_000, rounds(50_000, 1_000_000)])
def test_a_text_of_any_length_is_shown_whole(size: int) -> None:
    text = ("He said: *look* at _that_ (2013) [here](https://a.example/b_c). 1. Yes!\n\n# No\n" * (size // 70))[:size]

    result = pages(text, limits.EMBED_DESCRIPTION)

    assert max(map(length, result)) <= limits.EMBED_DESCRIPTION
    assert "".join("".join(result).split()) == "".join(shown(text).split())


def test_the_worst_text_a_form_takes_fits_on_three_pages() -> None:
    result = pages("\\~" + "~|" * 1_999, limits.EMBED_DESCRIPTION)

    assert len(result) <= 3


def test_a_page_too_short_for_anything_is_refused() -> None:
    with pytest.raises(ValueError, match="63"):
        pages("text", 63)


def test_a_preview_of_a_short_text_is_the_text() -> None:
    assert preview("Short, and **good**.", 200) == "Short, and **good**."


def test_a_preview_ends_after_a_word() -> None:
    assert (
        preview(paragraph(9), 100)
        == "It is told with figures of clay, number 0. It is told with figures of clay, number 1. It is told…"
    )


def test_a_preview_closes_what_it_opens() -> None:
    result = preview(f"**{paragraph(9)}**", 100)

    assert result.startswith("**It is")
    assert result.endswith("**…")
    assert result.count("**") == 2


def test_a_preview_of_a_word_without_end_is_filled() -> None:
    result = preview("A " + "long" * 100, 100)

    assert 60 < length(result) <= 100
    assert result.endswith("…")


def test_a_preview_with_next_to_no_room_is_an_ellipsis() -> None:
    assert [preview(paragraph(9), limit) for limit in (-1, 0, 1, 64)] == ["", "", "…", "…"]


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("The Missing Picture", 19, "The Missing Picture"),
        ("The Missing Picture", 12, "The Missing…"),
        ("The Missing Picture", 13, "The Missing…"),
        ("The Missing Picture", 14, "The Missing P…"),
        ("ab🇰🇭cd", 5, "ab…"),
        ("ab🇰🇭cd", 7, "ab🇰🇭…"),
        (f"ab{FAMILY}cd", 9, "ab…"),
        ("abe\u0301cd", 4, "ab…"),
        ("😀😀😀", 5, "😀😀…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
        ("", 0, ""),
    ],
)
def test_text_is_cut_between_characters(text: str, limit: int, expected: str) -> None:
    assert truncated(text, limit) == expected


def test_a_literal_is_not_cut_within_an_escape() -> None:
    assert [truncated(literal("a**b"), limit) for limit in (3, 4, 5)] == ["a…", r"a\*…", r"a\*…"]
