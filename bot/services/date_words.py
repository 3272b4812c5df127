"""What members call a day in Discord's languages, and what that is in the English of a dictionary.

The dictionary is dateparser's: it turns `vor zwei Tagen` into `2 day ago` and `14. März` into `14. march`. The table
below holds what it doesn't know.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from dateparser.conf import settings as dateparser_settings
from dateparser.languages import default_loader

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""In English, Monday first, as `date.weekday()` counts."""


class InEnglish(NamedTuple):
    """One way to understand the words: in the dictionary's English, as `2 day ago`, `last friday`, `14 march 2026`.

    What the dictionary doesn't know is left as it stands. `is_last_week` says that `1 week ago` in it was "last week".
    """

    words: str
    is_last_week: bool


def in_english(words: str, locale: str) -> Iterator[InEnglish]:
    """Ways to understand plain words, the most literal first, in the language of `locale`, as Discord names it.

    English where the language is unknown.
    """
    tongue = _TONGUES.get(locale, _ENGLISH)
    swap, drop = _swaps(tongue)

    for said in dict.fromkeys((words, swap.applied(words))):
        is_last_week = bool(_last_week(tongue).search(said))

        for text in dict.fromkeys((said, drop.applied(said))):
            if text:
                yield InEnglish(_translated(text, tongue), is_last_week)


def plain(text: str) -> str:
    """The text in small letters without accents, as the dictionary compares words, and with the digits 0 to 9."""
    letters = unicodedata.normalize("NFKD", _THAI_MARCH.sub("มีนาคม", text.lower()))
    bare = "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
        for letter in letters
        if unicodedata.category(letter) != "Mn"
    )
    # Put together again, since NFKD also takes Korean syllables apart.
    return " ".join(unicodedata.normalize("NFC", bare).translate(_LOOK_ALIKES).split()).strip(" .,;")


_THAI_MARCH = re.compile(r"มี\.?ค")
"""The short form of March, which is that of January without its accent."""

_LOOK_ALIKES = str.maketrans("‘’ʼ`´′‐‑‒–—−", "''''''------")

_SEPARATORS = re.compile(r"[\s,'()]+|(?<!\d)[./-]+|[./-]+(?!\d)")


class _Tongue(NamedTuple):
    """A language: dateparser's name of it, and words of it that dateparser doesn't know.

    Alternatives are separated by slashes, words that belong together joined by underscores.
    """

    code: str
    beside: str = ""
    """What may stand beside a day and does not change it: "last", "on", "in the evening"."""
    numbers: str = ""
    """One to seven."""
    weekdays: str = ""
    """Monday to Sunday, in other forms than that of the dictionary."""
    instead: str = ""
    """Words in other forms or without the space that dateparser wants: typed=known."""


_ENGLISH = _Tongue("en", "on the last past night evening afternoon morning", instead="nights=days")

_TONGUES = {
    "bg": _Tongue(
        "bg", "в във миналия миналата миналото вечер вечерта нощта", "един/една два/две три четири пет шест седем"
    ),
    "cs": _Tongue("cs", "v ve minulý minulou minulé večer noci odpoledne"),
    "da": _Tongue(
        "da",
        "den sidste forrige aften aftes nat eftermiddag",
        "en/et to tre fire fem seks syv",
        "mandags tirsdags onsdags torsdags fredags lørdags søndags",
    ),
    "de": _Tongue(
        "de",
        "am den letzte letzten letzter vergangene vergangenen vergangener vorige vorigen voriger abend nacht",
        weekdays="montagabend dienstagabend mittwochabend donnerstagabend freitagabend samstagabend sonntagabend",
        instead="maerz=märz",
    ),
    "el": _Tongue(
        "el",
        "την τη τον το περασμένη περασμένο προηγούμενη προηγούμενο βράδυ νύχτα απόγευμα",
        "ένα/μία/μια δύο/δυο τρεις/τρία τέσσερις/τέσσερα πέντε έξι επτά/εφτά",
        instead="χτες=χθες μέρα=ημέρα μέρες=ημέρες πριν=πριν_από από=",
    ),
    "es-ES": _Tongue(
        "es",
        "el la del pasado pasada último por en noche tarde",
        "un/una dos tres cuatro cinco seis siete",
    ),
    "fi": _Tongue("fi", "viime illalla iltana yönä", "yksi kaksi kolme neljä viisi kuusi seitsemän"),
    "fr": _Tongue("fr", "le la du dernier dernière soir nuit matin après-midi"),
    "hi": _Tongue(
        "hi",
        "को की पिछले पिछला बीते रात शाम",
        "एक दो तीन चार पांच छह सात",
        instead="हफ्ते=सप्ताह हफ्ता=सप्ताह",
    ),
    "hr": _Tongue(
        "hr",
        "u prošli prošle prošlu prošlog navečer večer noć",
        "jedan dva/dvije tri četiri pet šest sedam",
        "ponedjeljka utorka srijede/srijedu četvrtka petka subote/subotu nedjelje/nedjelju",
    ),
    "hu": _Tongue(
        "hu",
        "a az múlt elmúlt este éjjel délután",
        "egy két/kettő három négy öt hat hét",
        "hétfőn kedden szerdán csütörtökön pénteken szombaton vasárnap",
    ),
    "id": _Tongue("id", "hari pada yang lalu", "satu dua tiga empat lima enam tujuh"),
    "it": _Tongue(
        "it",
        "il lo la di scorso scorsa ultimo ultima sera notte pomeriggio mattina",
        "un/uno/una due tre quattro cinque sei sette",
    ),
    "ja": _Tongue("ja", "この前の 前の の夜 の晩", "一 二 三 四 五 六 七", instead="曜日=曜日 曜=曜日"),
    "ko": _Tongue("ko", "지난 저번 밤 저녁 오후 에", instead="일전=일_전 주전=주_전"),
    "lt": _Tongue(
        "lt",
        "praėjusį praeitą vakare naktį",
        "vieną du/dvi tris keturis/keturias penkis/penkias šešis/šešias septynis/septynias",
        "pirmadienį antradienį trečiadienį ketvirtadienį penktadienį šeštadienį sekmadienį",
        "dienas=dieną savaites=savaitę",
    ),
    "nl": _Tongue(
        "nl",
        "op de afgelopen vorige laatste avond nacht middag",
        "een twee drie vier vijf zes zeven",
        "maandagavond dinsdagavond woensdagavond donderdagavond vrijdagavond zaterdagavond zondagavond",
    ),
    "no": _Tongue("nb", "den forrige sist siste kveld natt ettermiddag", "en/ett to tre fire fem seks sju/syv"),
    "pl": _Tongue(
        "pl",
        "w we zeszły zeszłą ostatni ostatnią ubiegły ubiegłą wieczorem wieczór nocy po południu",
        "jeden dwa/dwie trzy cztery pięć sześć siedem",
    ),
    "pt-BR": _Tongue(
        "pt",
        "na no a o à último última passado passada noite tarde",
        "um/uma dois/duas três quatro cinco seis sete",
    ),
    "ro": _Tongue(
        "ro",
        "trecut trecută seara noaptea",
        "o/un/una doi/două trei patru cinci șase șapte",
        "luni/lunea marțea miercurea joia vinerea sâmbăta duminica",
    ),
    "ru": _Tongue(
        "ru",
        "в во прошлый прошлую прошлое прошлой прошлого прошлая вечером ночью днём",
        weekdays="понедельника вторника среды четверга пятницы субботы воскресенья",
    ),
    "sv-SE": _Tongue(
        "sv",
        "i den förra senaste kväll kvällen natt eftermiddag",
        weekdays="måndags/måndagen tisdags/tisdagen onsdags/onsdagen torsdags/torsdagen fredags/fredagen"
        " lördags/lördagen söndags/söndagen",
    ),
    "th": _Tongue(
        "th",
        "ที่แล้ว ที่ผ่านมา คืน เย็น",
        instead="วันก่อน=วันที่แล้ว สัปดาห์ก่อน=สัปดาห์ที่แล้ว ม.ค=มกราคม ก.พ=กุมภาพันธ์ เม.ย=เมษายน พ.ค=พฤษภาคม"
        " มิ.ย=มิถุนายน ก.ค=กรกฎาคม ส.ค=สิงหาคม ก.ย=กันยายน ต.ค=ตุลาคม พ.ย=พฤศจิกายน ธ.ค=ธันวาคม",
    ),
    "tr": _Tongue("tr", "geçen günü gecesi akşamı akşam gece", "bir iki üç dört beş altı yedi"),
    "uk": _Tongue(
        "uk",
        "у в минулий минулу минуле минулої минулого ввечері увечері вночі",
        weekdays="понеділка вівторка середи четверга п'ятниці суботи неділі",
    ),
    "vi": _Tongue("vi", "tối đêm vừa rồi", "một hai ba bốn năm sáu bảy"),
    "zh-CN": _Tongue(
        "zh-Hans",
        "晚上 晚 夜里 下午 早上 上午",
        "一 二/两 三 四 五 六 七",
        instead="上个星期=上周星期 上星期=上周星期 上个礼拜=上周礼拜 上礼拜=上周礼拜 上周=上周周 个星期前=周前",
    ),
    "zh-TW": _Tongue(
        "zh-Hant",
        "晚上 晚 夜裡 下午 早上 上午",
        "一 二/兩 三 四 五 六 七",
        instead="上個星期=上週星期 上星期=上週星期 上個禮拜=上週禮拜 上禮拜=上週禮拜 上週=上週週 個星期前=週前",
    ),
}
_TONGUES["es-419"] = _TONGUES["es-ES"]

_UNSPACED = frozenset({"ja", "ko", "th", "zh-Hans", "zh-Hant"})
"""Languages in which a word begins and ends inside others."""

_DAYS_AGO = {
    0: "today, tonight, this morning, this afternoon, this evening, i aften, heute nacht, ce soir, ce matin,"
    " cet après-midi, cette nuit, večeras, esta noche, stasera, šįvakar, vanavond, vanmiddag, i kveld, astăzi,"
    " diseară, tänä iltana, ikväll, i kväll, tối nay, bu akşam, bu gece, απόψε, คืนนี้, 今晚, きょう, 今夜, 今晩, 오늘밤,"
    " malam ini",
    1: "yesterday, last night, yesterday night, i aftes, letzte nacht, anoche, la nuit dernière, sinoć, gisteravond,"
    " gisterenavond, gisternacht, zeszłej nocy, ostatniej nocy, aseară, igår kväll, i går kväll, tối qua, đêm qua,"
    " прошлой ночью, कल, कल रात, कल शाम, เมื่อคืน, เมื่อคืนนี้, 昨晚, きのう, 昨夜, 昨晩, ゆうべ, 어젯밤, 하루 전,"
    " tadi malam, semalam, kemarin malam, kemarin sore",
    2: "day before yesterday, the day before yesterday, i forgårs, antes de ayer, antier, avant hier, l'altro ieri,"
    " ieri l'altro, užvakar, alaltăieri, toissapäivänä, i förrgår, hôm kia, evvelsi gün, evvelki gün, önceki gün,"
    " προχθές, προχτές, завчера, おととい, 그저께, 그제, 이틀 전, kemarin dulu",
    3: "사흘 전",
    4: "나흘 전",
    7: "tydzień temu, преди седмица, prije tjedan dana, тиждень тому, 일주일 전",
}

DAYS_AGO = {plain(phrase): ago for ago, phrases in _DAYS_AGO.items() for phrase in phrases.split(", ")}
"""How many days back a whole phrase goes, of those that the dictionary doesn't know or takes for something else.

None of them means another day in another language.
"""


class _Swap(NamedTuple):
    """Words to be put in the place of others."""

    pattern: re.Pattern[str]
    known: dict[str, str]

    def applied(self, words: str) -> str:
        """The words with those that are known swapped."""
        return " ".join(self.pattern.sub(lambda found: self.known[found[0]], words).split())


def _swap(known: dict[str, str], tongue: _Tongue) -> _Swap:
    is_spaced = tongue.code not in _UNSPACED
    # A numeral counts only before what is counted, since it also stands in the names of weekdays.
    after = {word: "" if is_spaced or not said.isdigit() else "(?=[天日周週个個])" for word, said in known.items()}
    words = "|".join(re.escape(word) + after[word] for word in sorted(known, key=len, reverse=True)) or "(?!)"
    return _Swap(re.compile(rf"(?<!\S)(?:{words})(?![^\s,.])" if is_spaced else words), known)


@cache
def _swaps(tongue: _Tongue) -> tuple[_Swap, _Swap]:
    """What is said in other words, and what can be left out, in a language."""
    known = {plain(typed): plain(said.replace("_", " ")) for typed, said in re.findall(r"(\S+)=(\S*)", tongue.instead)}

    for names, column in ((map(str, range(1, 8)), tongue.numbers), (WEEKDAYS, tongue.weekdays)):
        for name, forms in zip(names, column.split(), strict=False):
            known |= {plain(form): name for form in forms.split("/")}

    return _swap(known, tongue), _swap({plain(word): "" for word in tongue.beside.split()}, tongue)


@cache
def _last_week(tongue: _Tongue) -> re.Pattern[str]:
    """How a language says "last week", which the dictionary doesn't tell from "a week ago"."""
    phrases = default_loader.get_locale(tongue.code).info["relative-type"]["1 week ago"]
    return re.compile(rf"(?<!\d)(?<!\d )(?:{'|'.join(re.escape(plain(phrase)) for phrase in phrases)})")


def _translated(text: str, tongue: _Tongue) -> str:
    """The text in the dictionary's English, without the separators that no number has on both sides."""
    english = default_loader.get_locale(tongue.code).translate(text, settings=dateparser_settings)
    words = " ".join(_SEPARATORS.sub(" ", english).split())
    # Romanian's "acum" is "ago" before a number, and "now" to the dictionary.
    return words.replace("0 second ago ", "ago ")


# English is looked into for everyone: its words are loaded at the start-up, not in the first answer.
_translated("yesterday", _ENGLISH)
