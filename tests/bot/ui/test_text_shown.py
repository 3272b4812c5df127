import pytest

from bot.ui.text import has_spoiler, literal, pages, plain, preview, shown, words
from tests.bot.ui.discord_markdown import see

FAMILY = "👩\u200d👩\u200d👧"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
SPECIAL = (
    *"*_~`|<>[]()#-+.:@\\/1 \n",
    "**",
    "* ",
    "*a ",
    "_a ",
    "a* ",
    "***a",
    "*a**b_c__d~~",
    "- ",
    "-\n",
    "1.",
    "> ",
    "``` `",
    "[a](b:",
    "[](a:",
    "://a",
    "||a",
    "@here",
    " \n",
    "\u0301",
    "\u200d",
    "👩\u200d",
    "🇰",
    "\ufe0f",
    "\u200b",
    "\u2800",
    "\ud800",
)


@pytest.mark.parametrize(
    "text",
    [
        "**bold**",
        "*italic*",
        "__underlined__",
        "~~struck~~",
        "**a *b* c**",
        "__~~a~~ b__",
        "a **b**\n\n**c\n\nd** e",
        "*a* *b*",
    ],
)
def test_formatting_stays_as_it_was_written(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("_italic_", "*italic*"),
        ("***both***", "**_both_**"),
        ("___both___", "__*both*__"),
        ("5*3*2", "5*3*2"),
        ("**bold, unclosed", r"\*\*bold, unclosed"),
        ("unopened**", r"unopened\*\*"),
        ("**a *b** c*", r"**a \*b** c\*"),
        ("3 * 4 * 5", r"3 \* 4 \* 5"),
        ("snake_case_name", r"snake\_case\_name"),
        ("** **", r"\*\* \*\*"),
        ("*****", r"\*\*\*\*\*"),
        ("____ is missing", r"\_\_\_\_ is missing"),
        (r"\*literal\*", r"\*literal\*"),
        (r"\\*a*", r"\\*a*"),
        (r"C:\films\new", r"C\:\\films\\new"),
        ("the end\\", "the end\\\\"),
        (r"¯\_(ツ)_/¯", r"¯\\\_(ツ)\_/¯"),
        ("`**code**`", r"\`\*\*code\*\*\`"),
        ("see https://a.example/x_y_z_ now", r"see https\://a\.example/x\_y\_z\_ now"),
        ("**https://a.example/**", r"**https\://a\.example/**"),
    ],
)
def test_formatting_is_what_discord_would_have_read(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "@everyone",
        "@here",
        "<@1>",
        "<@!1>",
        "<@&1>",
        "<#1>",
        "<id:guide>",
        "</cmd:1>",
        "<t:1:R>",
        "<:a:1>",
        "<a:a:1>",
        ":smile:",
        "https://example.com",
        "<https://example.com>",
        "discord.gg/x",
        "https://discord.gg/x",
        "DISCORD.com/Invite/x",
        "discordapp.com/invite/x",
        "dsc.gg/x",
        "# heading",
        "### heading",
        "-# subtext",
        "- item",
        "* item",
        "+ item",
        "12. item",
        "  - item",
        "> quote",
        ">>> quote",
        "`code`",
        "```py\ncode\n```",
        "||spoiler||",
        "[text](see below)",
    ],
)
def test_other_markup_is_shown_letter_by_letter(text: str) -> None:
    seen = see(shown(text))

    assert seen.constructs == []
    assert seen.text == text.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[text](https://evil.example)", "text (https://evil.example)"),
        ("[text](<https://evil.example>)", "text (https://evil.example)"),
        ('[text](https://evil.example "a title")', 'text (https://evil.example "a title")'),
        ("[text](https://evil.example/a_(b)_c)", "text (https://evil.example/a_(b)_c)"),
        ("[https://good.example](https://evil.example)", "https://good.example (https://evil.example)"),
        ("[](https://evil.example)", "(https://evil.example)"),
        ("\\[text](https://evil.example)", "[text](https://evil.example)"),
    ],
)
def test_masked_links_are_spelt_out(text: str, expected: str) -> None:
    seen = see(shown(text))

    assert seen.constructs == []
    assert seen.text == expected


def test_formatting_within_a_masked_links_text_stays() -> None:
    assert shown("[**bold**](https://evil.example)") == r"**bold** (https\://evil\.example)"


@pytest.mark.parametrize(
    "hidden",
    [
        "\u200b",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u034f",
        "\u202e",
        "\u2066",
        "\u200f",
        "\u061c",
        "\x00",
        "\U000e0061",
        "\ud800",
        "\u3164",
    ],
)
def test_invisible_characters_are_removed_before_markup_is_looked_for(hidden: str) -> None:
    assert shown(f"<{hidden}@1> discord{hidden}.gg/x {hidden}# a") == r"\<\@1\> discord\.gg/x \# a"


@pytest.mark.parametrize(
    "text",
    [
        FAMILY,
        SCOTLAND,
        "🏳️\u200d🌈",
        "❤️\u200d🔥",
        "👍🏽",
        "🇰🇭",
        "1️⃣ #️⃣",
        "می\u200cخواهم",
        "क्\u200dष",
        "ភាព\u200bដែល",
        "é",
        "e\u0301",
        "Tiê\u0301ng",
    ],
)
def test_emoji_and_scripts_keep_what_they_are_made_of(text: str) -> None:
    assert shown(text) == text


def test_piled_up_marks_are_bounded() -> None:
    assert shown("Z" + "\u0301\u0330" * 50 + "algo") == "Z\u0301\u0330\u0301algo"


def test_lines_stay_with_two_blank_ones_at_most() -> None:
    assert shown("  a  \r\nb\rc\n\n \n\t\n\u2800\n\nd\te\n\n") == "a\nb\nc\n\n\nd e"


def test_text_without_anything_visible_is_empty() -> None:
    assert shown(" \u200b\n\u202e\u3164 ") == ""


def test_a_literal_has_no_formatting_and_one_line() -> None:
    assert literal("**WALL·E**\n[x](y) _2_ \\") == r"\*\*WALL·E\*\* \[x\](y) \_2\_ \\"


def test_a_title_that_begins_like_a_list_stays_a_title() -> None:
    assert literal("1. April 2000") == r"1\. April 2000"


def test_plain_text_is_one_line_and_not_escaped() -> None:
    assert plain(" *Rithy\u202e*\n\tPanh\u200b ") == "*Rithy* Panh"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he ||dies||", True),
        ("||a\n\nb||", True),
        ("`||code||`", True),
        ("|\u200b|a|\u200b|", True),
        ("||a\\||", True),
        ("|||||", True),
        ("a || b", False),
        ("||||", False),
        (r"\|\|a\|\|", False),
        (r"\||a||", False),
        ("", False),
    ],
)
def test_bars_around_text_make_it_a_spoiler(text: str, *, expected: bool) -> None:
    assert has_spoiler(text) is expected


@pytest.mark.parametrize(("count", "expected"), [(0, "0 reviews"), (1, "1 review"), (1204, "1,204 reviews")])
def test_numbers_come_with_their_noun(count: int, expected: str) -> None:
    assert words(count, "review") == expected


def test_an_uncommon_plural_is_taken_as_given() -> None:
    assert words(2, "diary", "diaries") == "2 diaries"


@pytest.mark.timeout(30)
@pytest.mark.parametrize("part", SPECIAL)
def test_a_hundred_thousand_of_anything_are_no_burden(part: str) -> None:
    text = (part * 100_000)[:100_000]

    whole, parts, first = shown(text), pages(text, 4_096), preview(text, 200)

    assert bool(whole) == bool(parts) == bool(first)
    assert len(literal(text)) <= 2 * len(text)
    assert not has_spoiler(plain(text).replace("|", ""))
