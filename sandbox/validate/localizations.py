"""Names and descriptions in other languages."""

from collections.abc import Callable
from typing import Final

from sandbox.validate import rules
from sandbox.validate.fields import Fields

# fmt: off
LOCALES: Final = (
    "ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr",
    "he", "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl",
    "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
)
# fmt: on
"""The languages that Discord knows (its documentation, "Locales")."""


def check_localizations(
    owner: Fields,
    key: str,
    most: int,
    check: Callable[[Fields, str], None] | None = None,
) -> None:
    """Note languages that are none, and texts of less than 1 or more than `most` characters; `check` looks closer."""
    value = owner.get(key)
    if value is not None and not isinstance(value, dict):
        owner.fail(key, rules.DICT)
        return

    texts = owner.object(key)
    if texts is None:
        return

    for locale in texts.value:
        if locale not in LOCALES:
            texts.fail(locale, rules.one_of(LOCALES))
        elif texts.text(locale, most, least=1) is not None and check is not None:
            check(texts, locale)
