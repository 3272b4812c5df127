"""Strategies for texts such as members write, and such as somebody writes who tries what gets through."""

from hypothesis import strategies as st

_MARKS = ["*", "**", "***", "****", "_", "__", "___", "~", "~~", "~~~", "`", "``", "```", "|", "||", "\\", "\\\\"]
_BRACKETS = ["<", ">", "[", "]", "(", ")", "](", "](https://", "<@", "<#", "</", "<:", "<t:", "<id:", ":", "::", "//"]
_MENTIONS = [
    "@everyone",
    "@here",
    "<@1>",
    "<@!12>",
    "<@&123>",
    "<#1234>",
    "<id:guide>",
    "<id:customize>",
    "</film:1>",
    "</privacy delete:12>",
    "<t:1700000000:R>",
    "<t:0>",
    "<:a:1>",
    "<a:dance:12>",
    "<sound:1:2>",
    ":smile:",
    ":+1::skin-tone-2:",
    "<mail@example.com>",
    "<+15550100>",
]
_LINKS = [
    "https://example.com/a_b_c?d=*e*",
    "HTTP://EXAMPLE.COM",
    "steam://run/1",
    "discord://-/users/@me",
    "<https://example.com>",
    "[text](https://evil.example)",
    "[text](<https://evil.example/(a)>)",
    '[text](https://evil.example "title")',
    "[**bold**](https://evil.example/x_y_)",
    "[https://good.example](https://evil.example)",
    "[a](discord.gg/abc)",
    "discord.gg/abc",
    "DisCord.GG/abc",
    "https://discord.gg/abc",
    "discord.com/invite/abc",
    "discordapp.com/invite/abc",
    "dsc.gg/abc",
    "dis\u200bcord.gg/abc",
    "discord\u2060.gg/abc",
    "www.discord.gg/abc",
]
_LINE_STARTS = ["# ", "## ", "### ", "-# ", "- ", "* ", "+ ", "1. ", "12. ", "> ", ">>> ", "  - ", "#\n", "-\n", " # "]
_WORDS = [
    "a",
    "film",
    "é",
    "映画。",
    "سينما",
    "Rithy Panh.",
    "5",
    "4.5",
    "end.",
    "¯\\_(ツ)_/¯",
    "C:\\Users",
    "…",
    "1️⃣",
    "#️⃣",
    "*️⃣",
]
_SPACES = [" ", "  ", "\n", "\n\n", "\n\n\n\n\n", "\t", "\r\n", "\u00a0", "\u3000", "\u2028"]
_INVISIBLE = [
    "\u200b",
    "\u200c",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u034f",
    "\u202e",
    "\u2066",
    "\u200f",
    "\u061c",
    "\U000e0041",
    "\ufe0f",
    "\x00",
    "\x1b",
    "\ud800",
    "\udc00",
    "\u3164",
    "\u2800",
]
_PICTURES = [
    "👩‍👩‍👧",
    "🏳️‍🌈",
    "🇰🇭",
    "👍🏽",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "e\u0301",
    "e" + "\u0301" * 9,
]

hostile_texts = st.lists(
    st.one_of(
        *(
            st.sampled_from(fragments)
            for fragments in (
                _MARKS,
                _BRACKETS,
                _MENTIONS,
                _LINKS,
                _LINE_STARTS,
                _WORDS,
                _SPACES,
                _INVISIBLE,
                _PICTURES,
            )
        ),
        st.sampled_from(_MARKS),
        st.text(max_size=4),
    ),
    max_size=40,
).map("".join)
"""Fragments of markup in any order, with a little of everything that Unicode has."""

formatted_texts = st.lists(st.sampled_from([*_MARKS, "a", "b", " ", "\n", ":"]), max_size=24).map("".join)
"""Nothing but formatting, and hardly anything to format."""

long_texts = st.lists(st.one_of(hostile_texts, st.sampled_from(_WORDS), st.sampled_from(_SPACES)), max_size=60).map(
    " ".join
)

_PAIRS = {"bold": ("**",), "italic": ("*", "_"), "underline": ("__",), "strike": ("~~",)}


@st.composite
def well_formed_texts(draw: st.DrawFn, styles: frozenset[str] = frozenset(_PAIRS)) -> str:
    """Words in properly nested formatting, as somebody writes who knows how."""
    parts: list[str] = []

    for _ in range(draw(st.integers(1, 3))):
        style = draw(st.sampled_from([None, *sorted(styles)]))

        if style is None:
            parts.append(draw(st.sampled_from(["word", "l'image", "manquante,", "2013", "é"])))
        else:
            mark = draw(st.sampled_from(_PAIRS[style]))
            parts.append(mark + draw(well_formed_texts(styles - {style})) + mark)

    return draw(st.sampled_from([" ", "\n", "\n\n"])).join(parts)
