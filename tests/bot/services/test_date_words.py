from datetime import date, timedelta

import pytest
from dateparser.languages import default_loader

from bot.services.date_words import WEEKDAYS
from tests.bot.services.test_dates import meant
from tests.builders import NOW

TODAY = NOW.date()
MONTHS = tuple(date(2026, number, 1).strftime("%B").lower() for number in range(1, 13))

SAID: dict[str, dict[int, str]] = {
    "da": {
        0: "i dag",
        1: "i går|i aftes",
        2: "i forgårs|onsdag|i onsdags|for to dage siden",
        3: "for 3 dage siden",
        7: "fredag|sidste fredag|i fredags|forrige fredag",
        14: "for 2 uger siden",
        251: "14. marts",
        365: "20. november 2025",
    },
    "de": {
        0: "heute|heute Abend",
        1: "gestern|gestern Abend|gestern Nacht",
        2: "vorgestern|Mittwoch|vor zwei Tagen|letzten Mittwoch|vergangenen Mittwoch|Mi",
        3: "vor 3 Tagen",
        7: "freitag|letzten Freitag|am letzten Freitag|letzter Freitag|am Freitag|vor einer Woche"
        "|vorigen Freitag|Freitagabend|fr|letzte Woche Freitag|Fr., 13. Nov. 2026",
        14: "vor 2 Wochen|vor zwei Wochen",
        231: "3.4.2026",
        251: "14. März|14. Maerz|14.3.",
        365: "20. November 2025|20. Nov. 2025|20.11.2025",
    },
    "es-ES": {
        0: "hoy",
        1: "ayer|anoche|ayer por la noche",
        2: "anteayer|antes de ayer|miércoles pasado|miercoles|hace dos días",
        3: "hace 3 días",
        7: "viernes|el viernes|el viernes pasado|el pasado viernes|hace una semana",
        14: "hace 2 semanas|hace dos semanas",
        251: "14 de marzo",
        263: "dos de marzo",
        365: "20 de noviembre de 2025",
    },
    "fr": {
        0: "aujourd'hui|aujourd’hui|ce matin",
        1: "hier|hier soir",
        2: "avant-hier|mercredi dernier|il y a deux jours|avant hier",
        3: "il y a 3 jours",
        7: "vendredi|vendredi dernier|il y a une semaine",
        14: "il y a 2 semaines",
        251: "14 mars|le 14 mars",
        264: "1er mars",
        365: "20 novembre 2025",
    },
    "hr": {
        0: "danas",
        1: "jučer|sinoć",
        2: "prekjučer|prošle srijede|prošlu srijedu|u srijedu|prije dva dana",
        3: "prije 3 dana",
        5: "prije pet dana",
        7: "petak|u petak|prošli petak",
        14: "prije 2 tjedna",
        251: "14. ožujka",
        365: "20. studenog 2025|20. studenoga 2025.",
    },
    "it": {
        0: "oggi",
        1: "ieri|ieri sera",
        2: "l'altro ieri|altro ieri|mercoledì scorso|due giorni fa",
        3: "3 giorni fa",
        7: "venerdì|venerdi|venerdì scorso|lo scorso venerdì|una settimana fa",
        14: "2 settimane fa",
        251: "14 marzo",
        365: "20 novembre 2025",
    },
    "lt": {
        0: "šiandien",
        1: "vakar",
        2: "užvakar|prieš dvi dienas",
        3: "prieš 3 dienas",
        5: "prieš penkias dienas",
        7: "penktadienis|penktadienį|praėjusį penktadienį",
        14: "prieš 2 savaites",
        251: "kovo 14|kovo 14 d.",
        365: "2025 m. lapkričio 20 d.",
    },
    "hu": {
        0: "ma",
        1: "tegnap|tegnap este",
        2: "tegnapelőtt|szerdán|2 napja|két napja",
        3: "3 napja|3 nappal ezelőtt",
        7: "péntek|pénteken|múlt pénteken|múlt péntek|egy hete",
        14: "2 hete|két hete",
        251: "március 14|március 14.|március 14-én",
        365: "2025. november 20.|2025.11.20.",
    },
    "nl": {
        0: "vandaag",
        1: "gisteren|gisteravond|gisterenavond",
        2: "eergisteren|twee dagen geleden",
        3: "3 dagen geleden",
        7: "vrijdag|afgelopen vrijdag|vorige vrijdag|vorige week vrijdag|een week geleden",
        14: "2 weken geleden",
        251: "14 maart",
        365: "20 november 2025",
    },
    "no": {
        0: "i dag",
        1: "i går|i går kveld",
        2: "i forgårs|for to dager siden",
        3: "for 3 dager siden",
        7: "fredag|forrige fredag|sist fredag",
        14: "for 2 uker siden",
        251: "14. mars",
        365: "20. november 2025",
    },
    "pl": {
        0: "dziś|dzisiaj",
        1: "wczoraj|wczoraj wieczorem",
        2: "przedwczoraj|w zeszłą środę|w środę|dwa dni temu",
        3: "3 dni temu",
        7: "piątek|w piątek|zeszły piątek|w zeszły piątek|w ostatni piątek|tydzień temu",
        14: "2 tygodnie temu",
        251: "14 marca",
        365: "20 listopada 2025|20 listopada 2025 r.",
    },
    "pt-BR": {
        0: "hoje",
        1: "ontem|ontem à noite",
        2: "anteontem|quarta-feira|há dois dias|dois dias atrás",
        3: "há 3 dias|3 dias atrás",
        7: "sexta|sexta-feira|sexta-feira passada|sexta passada|na sexta passada",
        14: "há 2 semanas",
        251: "14 de março",
        365: "20 de novembro de 2025",
    },
    "ro": {
        0: "azi|astăzi",
        1: "ieri|aseară",
        2: "alaltăieri|acum două zile",
        3: "acum 3 zile",
        4: "luni",
        7: "vineri|vinerea trecută|vineri trecută|vinerea trecuta",
        14: "acum 2 săptămâni",
        251: "14 martie",
        365: "20 noiembrie 2025",
    },
    "fi": {
        0: "tänään",
        1: "eilen|eilen illalla",
        2: "toissapäivänä|kaksi päivää sitten",
        3: "3 päivää sitten",
        7: "perjantai|perjantaina|viime perjantaina|viikko sitten",
        14: "2 viikkoa sitten",
        251: "14. maaliskuuta",
        365: "20. marraskuuta 2025",
    },
    "sv-SE": {
        0: "idag|i dag",
        1: "igår|i går|igår kväll",
        2: "i förrgår|förrgår|i onsdags|för två dagar sedan",
        3: "3 dagar sedan|för 3 dagar sedan",
        7: "fredag|i fredags|förra fredagen",
        14: "för 2 veckor sedan",
        251: "14 mars|den 14 mars",
        365: "20 november 2025",
    },
    "vi": {
        0: "hôm nay",
        1: "hôm qua|tối qua",
        2: "hôm kia|hai ngày trước",
        3: "3 ngày trước",
        7: "thứ sáu|thứ 6|thứ sáu tuần trước|thứ sáu trước",
        14: "2 tuần trước",
        251: "14 tháng 3|ngày 14 tháng 3",
        365: "20 tháng 11 năm 2025|ngày 20 tháng 11 năm 2025",
    },
    "tr": {
        0: "bugün",
        1: "dün|dün gece|dün akşam",
        2: "evvelsi gün|önceki gün|geçen çarşamba|iki gün önce",
        3: "3 gün önce",
        7: "cuma|geçen cuma|cuma günü",
        14: "2 hafta önce",
        251: "14 mart",
        365: "20 kasım 2025|20 Kasım 2025",
    },
    "cs": {
        0: "dnes",
        1: "včera|včera večer",
        2: "předevčírem|ve středu|minulou středu|před dvěma dny",
        3: "před 3 dny",
        7: "pátek|v pátek|minulý pátek",
        14: "před 2 týdny",
        251: "14. března",
        365: "20. listopadu 2025",
    },
    "el": {
        0: "σήμερα",
        1: "χθες|χτες|χθες το βράδυ",
        2: "προχθές|πριν από δύο ημέρες",
        3: "πριν από 3 ημέρες|πριν 3 μέρες|πριν τρεις μέρες",
        7: "παρασκευή|την παρασκευή|την περασμένη παρασκευή|περασμένη Παρασκευή",
        14: "πριν από 2 εβδομάδες",
        251: "14 μαρτίου",
        365: "20 Νοεμβρίου 2025",
    },
    "bg": {
        0: "днес",
        1: "вчера|снощи",
        2: "завчера|онзи ден|миналата сряда|преди два дни",
        3: "преди 3 дни",
        7: "петък|в петък|миналия петък",
        14: "преди 2 седмици",
        251: "14 март",
        365: "20 ноември 2025|20 ноември 2025 г.",
    },
    "ru": {
        0: "сегодня",
        1: "вчера|вчера вечером",
        2: "позавчера|в прошлую среду|два дня назад",
        3: "3 дня назад",
        4: "в прошлый понедельник",
        7: "пятница|в пятницу|в прошлую пятницу|прошлая пятница|неделю назад",
        14: "2 недели назад",
        251: "14 марта",
        365: "20 ноября 2025|20 ноября 2025 г.|20 ноября 2025 года|20.11.2025 г.",
    },
    "uk": {
        0: "сьогодні",
        1: "вчора|вчора ввечері",
        2: "позавчора|минулої середи|два дні тому",
        3: "3 дні тому",
        7: "п'ятниця|п’ятниця|у п'ятницю|минулої п'ятниці|в минулу п'ятницю",
        14: "2 тижні тому",
        251: "14 березня",
        365: "20 листопада 2025|20 листопада 2025 р.",
    },
    "hi": {
        0: "आज",
        1: "कल|कल रात",
        2: "परसों|दो दिन पहले",
        3: "3 दिन पहले",
        7: "शुक्रवार|पिछले शुक्रवार",
        14: "2 सप्ताह पहले|2 हफ्ते पहले",
        251: "14 मार्च",
        365: "20 नवंबर 2025",
    },
    "th": {
        0: "วันนี้",
        1: "เมื่อวาน|เมื่อวานนี้|เมื่อคืน",
        2: "เมื่อวานซืน",
        3: "3 วันที่แล้ว|3 วันก่อน",
        7: "วันศุกร์|วันศุกร์ที่แล้ว",
        14: "2 สัปดาห์ที่แล้ว",
        251: "14 มีนาคม",
        260: "5 มี.ค. 2569",
        319: "5 ม.ค. 2569",
        365: "20 พฤศจิกายน 2025|20 พฤศจิกายน 2568",
    },
    "zh-CN": {
        0: "今天",
        1: "昨天|昨晚",
        2: "前天|两天前",
        3: "3天前|三天前",
        7: "星期五|周五|上周五|上星期五|上个星期五|一周前",
        9: "上周三",
        14: "2周前|两周前",
        251: "3月14日",
        365: "2025年11月20日|2025年11月20号",
    },
    "ja": {
        0: "今日",
        1: "昨日|きのう|昨夜",
        2: "一昨日|おととい|2日前|二日前",
        3: "3日前|三日前",
        7: "金曜日|先週の金曜日|先週金曜日|1週間前|金曜の夜|この前の金曜日",
        14: "2週間前",
        251: "3月14日",
        365: "2025年11月20日|2025/11/20|2025年11月20日(木)",
    },
    "zh-TW": {
        0: "今天",
        1: "昨天|昨晚",
        2: "前天|兩天前",
        3: "3天前",
        7: "星期五|週五|上週五|上星期五|上個星期五",
        9: "上週三",
        14: "2週前",
        251: "3月14日",
        365: "2025年11月20日",
    },
    "ko": {
        0: "오늘",
        1: "어제|어젯밤",
        2: "그저께|그제|이틀 전",
        3: "3일 전|3일전",
        7: "금요일|지난 금요일|지난주 금요일|지난 금요일 밤",
        14: "2주 전",
        251: "3월 14일",
        365: "2025년 11월 20일|2025. 11. 20.",
    },
    "id": {
        0: "hari ini",
        1: "kemarin|tadi malam",
        2: "kemarin lusa|kemarin dulu|dua hari lalu|dua hari yang lalu",
        3: "3 hari lalu|3 hari yang lalu",
        5: "minggu",
        7: "jumat|hari jumat|jumat lalu",
        14: "2 minggu lalu",
        251: "14 maret",
        365: "20 november 2025",
    },
}
"""On Friday 20 November 2026: days ago, and phrases that mean that day, of those who write dateparser's languages."""

NO_DAY = {
    "cs": "minulý týden|minulý měsíc|příští pátek|včera ve 20:00",
    "da": "sidste uge|sidste måned|næste fredag",
    "de": "letzte Woche|Freitag letzter Woche|letzten Monat|letztes Jahr|letzten März|nächsten Freitag|März 2020"
    "|20.11 Uhr|um 20.11|20. November, 10 Uhr|20. November um 10 Uhr|20. und 21. November|do 20.11.2026|vor 2 Stunden",
    "el": "την περασμένη εβδομάδα",
    "es-419": "la semana pasada|el mes pasado|14 de marzo del año pasado|el próximo viernes|hace dos meses|ayer 5",
    "fi": "viime viikko|viime viikolla|ensi perjantaina",
    "fr": "la semaine dernière|14 mars de l'année dernière|vendredi prochain|20 novembre à 20h|le 20",
    "hr": "prošli tjedan|prošli mjesec",
    "hu": "múlt hét|múlt héten|jövő péntek|p",
    "id": "minggu lalu|hari minggu lalu|bulan lalu|jumat depan|malam jumat",
    "it": "la settimana scorsa|mese scorso|20 novembre dell'anno scorso",
    "ja": "先週|11月|来週の金曜日|先々週の金曜日|令和8年11月20日|金",
    "ko": "지난주|지난달|다음 금요일|11월",
    "lt": "praėjusią savaitę",
    "nl": "vorige week|vorige maand|volgende week vrijdag",
    "no": "forrige uke|neste fredag|i fjor",
    "pl": "zeszły tydzień|w zeszłym tygodniu|przyszły piątek",
    "pt-BR": "semana passada|mês passado|próxima sexta|sexta que vem",
    "ro": "săptămâna trecută|luna trecută|acum 2 luni|acum",
    "ru": "на прошлой неделе|14 марта прошлого года|месяц назад|в следующую пятницу",
    "sv-SE": "förra veckan|förra månaden|nästa fredag|i fjol",
    "th": "สัปดาห์ที่แล้ว|สัปดาห์ก่อน|เดือนที่แล้ว|วันก่อน|วันศุกร์หน้า",
    "tr": "geçen hafta|geçen ay|gelecek cuma|bu cuma",
    "uk": "минулого тижня|минулого місяця",
    "vi": "tuần trước|tháng trước|hai năm trước|14-16 tháng 3|thứ sáu tuần sau",
    "zh-CN": "上周|上个月|下周五|上上周五|25年11月20日",
    "zh-TW": "上週|上個月|下星期五",
}
"""Weeks, months and years, what lies ahead, times, several days."""


@pytest.mark.parametrize(("locale", "said"), SAID.items())
def test_day_is_read_in_the_members_language(locale: str, said: dict[int, str]) -> None:
    days = {phrase: str(TODAY - timedelta(days=ago)) for ago, phrases in said.items() for phrase in phrases.split("|")}

    assert {phrase: meant(phrase, locale=locale) for phrase in days} == days


@pytest.mark.parametrize("locale", [*SAID, "en-GB", "es-419", "tlh", ""])
def test_english_is_read_whatever_the_members_language(locale: str) -> None:
    said = {
        "last friday": "2026-11-13",
        "two days ago": "2026-11-18",
        "Nov 20, 2025": "2025-11-20",
        "mon": "2026-11-16",
    }

    assert {phrase: meant(phrase, locale=locale) for phrase in said} == said


@pytest.mark.parametrize(("locale", "phrases"), NO_DAY.items())
def test_what_names_no_single_day_is_refused_in_the_members_language(locale: str, phrases: str) -> None:
    assert {phrase: meant(phrase, locale=locale) for phrase in phrases.split("|")} == dict.fromkeys(
        phrases.split("|"), "refused"
    )


@pytest.mark.parametrize(
    ("locale", "typed"),
    [
        ("de", "morgen"),
        ("es-ES", "pasado mañana"),
        ("it", "domani sera"),
        ("ja", "明日"),
        ("pl", "jutro"),
        ("tr", "yarın"),
    ],
)
def test_what_lies_ahead_is_known_as_such_in_the_members_language(locale: str, typed: str) -> None:
    assert meant(typed, locale=locale).endswith("is to come")


@pytest.mark.parametrize("locale", SAID)
def test_every_weekday_and_month_of_the_dictionary_is_known(locale: str) -> None:
    """Also where the word is short, or means something else in English."""
    names = default_loader.get_locale(CODES.get(locale, locale)).info
    days = {name: str(day) for day in last_seven() for name in names[WEEKDAYS[day.weekday()]] if len(name) > 1}
    days |= {
        f"5 {name} 2020": f"2020-{number:02}-05" for number, month in enumerate(MONTHS, 1) for name in names[month]
    }

    read = {typed: meant(typed, locale=locale) for typed in days}

    assert {typed for typed in days if read[typed] != days[typed]} == TWO_MEANINGS.get(locale, set())


CODES = {"es-ES": "es", "no": "nb", "pt-BR": "pt", "sv-SE": "sv", "zh-CN": "zh-Hans", "zh-TW": "zh-Hant"}
"""Where dateparser has another name for Discord's language."""

TWO_MEANINGS = {"es-ES": {"mar"}, "it": {"mar"}, "pt-BR": {"seg"}, "ro": {"mar"}, "sv-SE": {"mån"}, "uk": {"сер"}}
"""Short weekdays that are months or units as well, so they are refused."""


def last_seven() -> list[date]:
    """The days before today."""
    return [TODAY - timedelta(days=ago) for ago in range(1, 8)]


@pytest.mark.parametrize(
    ("locale", "typed", "day"),
    [
        ("en-US", "3/4/2026", "2026-03-04 or 2026-04-03"),
        ("de", "3/4/2026", "2026-03-04 or 2026-04-03"),
        ("de", "3.4.2026", "2026-04-03"),
        ("en-GB", "3.4.", "2026-04-03"),
        ("hu", "3.4.", "2026-03-04 or 2026-04-03"),
        ("hu", "26. november 20.", "2020-11-26 or 2026-11-20"),
        ("de", "26. November 20", "2020-11-26"),
        ("sv-SE", "26-11-20", "2020-11-26 or 2026-11-20"),
        ("sv-SE", "20 nov 25", "2025-11-20"),
        ("nl", "26-11-20", "2020-11-26"),
        ("ja", "26/11/20", "2020-11-26 or 2026-11-20"),
        ("ja", "11月3日", "2026-11-03"),
        ("th", "29/2/2567", "2024-02-29"),
        ("ja", "先週の日曜日", "2026-11-08 or 2026-11-15"),
        ("ko", "지난주 월요일", "2026-11-09"),
    ],
)
def test_habits_of_a_place_count(locale: str, typed: str, day: str) -> None:
    assert meant(typed, locale=locale) == day


@pytest.mark.parametrize(
    ("locale", "typed"),
    [("de", "Freitag"), ("fr", "vendredi dernier"), ("uk", "п'ятниця"), ("es-419", "hace tres días")],
)
def test_language_that_is_not_the_members_is_not_guessed(locale: str, typed: str) -> None:
    assert meant(typed, locale=locale) != "refused"
    assert meant(typed, locale="en-GB") == "refused"
