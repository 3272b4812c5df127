import pytest

from sandbox.validate.emoji import is_emoji


@pytest.mark.parametrize(
    "text",
    [
        "⭐",
        "❤️",
        "❤",
        "👍",
        "👍🏽",
        "☝🏻",
        "🎬",
        "📝",
        "◀️",
        "▶",
        "⏮️",
        "➕",
        "✏️",
        "👁️‍🗨️",
        "👨‍👩‍👧‍👦",
        "🧑🏿‍🚀",
        "🏳️‍🌈",
        "🇰🇭",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
        "1️⃣",
        "#⃣",
        "🔟",
        "🫡",
        "©️",
    ],
)
def test_what_unicode_calls_an_emoji_is_one(text: str) -> None:
    assert is_emoji(text)


@pytest.mark.parametrize(
    "text",
    ["", "★", "☆", "½", "a", "1", "#", "⭐⭐", "👍 ", ":star:", "→", "•", "\ufe0f", "\u200d", "🇰", "⭐\u200d", "♡"],
)
def test_other_characters_are_none(text: str) -> None:
    assert not is_emoji(text)
