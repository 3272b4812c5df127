"""Countries where people watch films, by the language of their Discord."""

ELSEWHERE = "US"
"""The country whose services are named where nothing else is known: that of Discord's usual language."""

_BY_LANGUAGE = {
    "bg": "BG",
    "cs": "CZ",
    "da": "DK",
    "de": "DE",
    "el": "GR",
    "fi": "FI",
    "fr": "FR",
    "hi": "IN",
    "hr": "HR",
    "hu": "HU",
    "id": "ID",
    "it": "IT",
    "ja": "JP",
    "ko": "KR",
    "lt": "LT",
    "nl": "NL",
    "no": "NO",
    "pl": "PL",
    "ro": "RO",
    "ru": "RU",
    "th": "TH",
    "tr": "TR",
    "uk": "UA",
    "vi": "VN",
}
"""Discord's locales that name no country: https://discord.com/developers/docs/reference#locales"""


def region_of(locale: str | None) -> str:
    """The country of a locale of Discord's, as two capital letters: "pt-BR" is Brazil's, "de" Germany's."""
    language, _, country = (locale or "").partition("-")

    # "es-419" is all of Latin America's.
    if country == "419":
        return "MX"

    return country if len(country) == 2 and country.isascii() else _BY_LANGUAGE.get(language, ELSEWHERE)
