"""The words that a film's facts in the starter catalogue are made of: one word for one thing, so that films compare."""

from enum import StrEnum


class Continent(StrEnum):
    """An inhabited part of the world."""

    AFRICA = "Africa"
    ASIA = "Asia"
    EUROPE = "Europe"
    NORTH_AMERICA = "North America"
    OCEANIA = "Oceania"
    SOUTH_AMERICA = "South America"


def _listed(names: str) -> frozenset[str]:
    return frozenset(" ".join(names.split()).split(", "))


_NAMES_BY_CONTINENT = {
    Continent.AFRICA: """
    Algeria, Angola, Benin, Botswana, Burkina Faso, Burundi, Cameroon, Cape Verde, Central African Republic,
    Chad, Democratic Republic of the Congo, Djibouti, Egypt, Eritrea, Ethiopia, Gabon, Gambia, Ghana, Guinea,
    Guinea-Bissau, Ivory Coast, Kenya, Lesotho, Liberia, Libya, Madagascar, Malawi, Mali, Mauritania, Mauritius,
    Morocco, Mozambique, Namibia, Niger, Nigeria, Republic of the Congo, Rhodesia, Rwanda, Senegal, Sierra
    Leone, Somalia, South Africa, South Sudan, Sudan, Tanzania, Togo, Tunisia, Uganda, Zaire, Zambia, Zimbabwe
""",
    Continent.ASIA: """
    Afghanistan, Armenia, Azerbaijan, Bahrain, Bangladesh, Bhutan, Cambodia, China, Georgia, Hong Kong, India,
    Indonesia, Iran, Iraq, Israel, Japan, Jordan, Kazakhstan, Kuwait, Kyrgyzstan, Laos, Lebanon, Macau,
    Malaysia, Maldives, Mongolia, Myanmar, Nepal, North Korea, Oman, Pakistan, Palestine, Philippines, Qatar,
    Saudi Arabia, Singapore, South Korea, Sri Lanka, Syria, Taiwan, Tajikistan, Thailand, Timor-Leste, Turkey,
    Turkmenistan, United Arab Emirates, Uzbekistan, Vietnam, Yemen
""",
    Continent.EUROPE: """
    Albania, Andorra, Austria, Belarus, Belgium, Bosnia and Herzegovina, Bulgaria, Croatia, Cyprus, Czech
    Republic, Czechoslovakia, Denmark, East Germany, Estonia, Finland, France, Germany, Greece, Greenland,
    Hungary, Iceland, Ireland, Italy, Kosovo, Latvia, Liechtenstein, Lithuania, Luxembourg, Malta, Moldova,
    Monaco, Montenegro, Netherlands, North Macedonia, Norway, Poland, Portugal, Romania, Russia, Serbia,
    Slovakia, Slovenia, Soviet Union, Spain, Sweden, Switzerland, Ukraine, United Kingdom, West Germany,
    Yugoslavia
""",
    Continent.NORTH_AMERICA: """
    Bahamas, Barbados, Belize, Canada, Costa Rica, Cuba, Dominican Republic, El Salvador, Guadeloupe, Guatemala,
    Haiti, Honduras, Jamaica, Martinique, Mexico, Nicaragua, Panama, Puerto Rico, Trinidad and Tobago, United
    States
""",
    Continent.OCEANIA: """
    Australia, Fiji, French Polynesia, New Caledonia, New Zealand, Papua New Guinea, Samoa, Solomon Islands,
    Tonga, Vanuatu
""",
    Continent.SOUTH_AMERICA: """
    Argentina, Bolivia, Brazil, Chile, Colombia, Ecuador, Guyana, Paraguay, Peru, Suriname, Uruguay, Venezuela
""",
}

COUNTRIES = {name: continent for continent, names in _NAMES_BY_CONTINENT.items() for name in _listed(names)}
"""The continent of every country, by its English name; the states of the time, such as Czechoslovakia, among them."""

GENRES = _listed(
    """
    Action, Adventure, Animation, Biography, Comedy, Crime, Documentary, Drama, Experimental, Family, Fantasy,
    Film noir, History, Horror, Music, Musical, Mystery, Romance, Science fiction, Short, Silent, Sport,
    Thriller, War, Western
"""
)
"""What kind of film it is."""

LANGUAGES = _listed(
    """
    Afrikaans, Akan, Albanian, Amharic, Arabic, Aramaic, Armenian, Assamese, Aymara, Azerbaijani, Bambara,
    Basque, Belarusian, Bemba, Bengali, Berber, Bislama, Bosnian, Bulgarian, Burmese, Cantonese, Catalan,
    Chadian Arabic, Croatian, Cubeo, Czech, Danish, Dari, Dioula, Dutch, Dzongkha, English, Esperanto, Estonian,
    Ewe, Fante, Fijian, Finnish, French, Fula, Galician, Georgian, German, Greek, Greenlandic, Guarani,
    Gujarati, Haitian Creole, Hakka, Hassaniya Arabic, Hausa, Hawaiian, Hebrew, Hindi, Hokkien, Hungarian,
    Icelandic, Igbo, Indonesian, Inuktitut, Irish, Italian, Jamaican Patois, Japanese, Javanese, Kannada,
    Kazakh, Khmer, Kinyarwanda, Korean, Kurdish, Kyrgyz, Lao, Latin, Latvian, Lingala, Lithuanian,
    Luxembourgish, Macedonian, Malagasy, Malay, Malayalam, Maltese, Mandarin, Marathi, Mayan, Mende, Mixtec,
    Mongolian, Mooré, Māori, Nahuatl, Nauvhal, Nepali, Norwegian, Nyanja, Occitan, Odia, Pashto, Persian,
    Polish, Portuguese, Punjabi, Quechua, Romani, Romanian, Russian, Samoan, Sango, Sanskrit, Serbian,
    Shanghainese, Shona, Sicilian, Sindhi, Sinhala, Slovak, Slovene, Somali, Sotho, Spanish, Swahili, Swedish,
    Swiss German, Tagalog, Tajik, Tamasheq, Tamil, Telugu, Thai, Tibetan, Tok Pisin, Tswana, Turkish, Twi,
    Ukrainian, Urdu, Uzbek, Vietnamese, Warlpiri, Welsh, Wolof, Xhosa, Yiddish, Yolngu Matha, Yoruba, Zulu
"""
)
"""What is spoken in it, by the language's English name."""
