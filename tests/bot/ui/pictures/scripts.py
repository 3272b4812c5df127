"""Titles in the scripts of the world's films, and pictures read back."""

from io import BytesIO
from typing import cast

from PIL import Image

from bot.ui.pictures.colours import Rgb

TITLES = {
    "Latin": "L'image manquante",
    "Latin with many marks": "Phim Người Đẹp Việt Nam",
    "Greek": "Ταξίδι στα Κύθηρα",
    "Cyrillic": "Броненосец Потёмкин",
    "Armenian": "Նռան գույնը",
    "Georgian": "მონანიება",
    "Hebrew": "ואלס עם באשיר",
    "Arabic": "باب الحديد",
    "Persian": "جدایی نادر از سیمین",
    "Ethiopic": "ጤዛ",
    "Devanagari": "दो बीघा ज़मीन",
    "Bengali": "পথের পাঁচালী",
    "Gurmukhi": "ਅੰਨ੍ਹੇ ਘੋੜੇ ਦਾ ਦਾਨ",
    "Gujarati": "ભવની ભવાઈ",
    "Odia": "କଳା ପାହାଡ",
    "Tamil": "பராசக்தி",
    "Telugu": "మాయాబజార్",
    "Kannada": "ಸಂಸ್ಕಾರ",
    "Malayalam": "ചെമ്മീൻ",
    "Sinhala": "ගම්පෙරළිය",
    "Thai": "ลุงบุญมีระลึกชาติ",
    "Lao": "ສະບາຍດີ ຫຼວງພະບາງ",
    "Khmer": "រូបភាពដែលបាត់",
    "Burmese": "မြန်မာဇာတ်လမ်း",
    "Japanese": "千と千尋の神隠し",
    "Chinese, simplified": "爱情神话",
    "Chinese, traditional": "牯嶺街少年殺人事件",
    "Korean": "기생충",
    "symbols": "8½ ★ → ♥",
    "emoji": "😀🎬",
}
"""By script."""

FROM_RIGHT = ("Hebrew", "Arabic", "Persian")
UNKNOWN = "𓀀𓀁𓀂"
"""A title in hieroglyphs, for which there is no font."""


def pixel(image: Image.Image, x: int, y: int) -> Rgb:
    """The colour at a place."""
    return cast("Rgb", image.getpixel((x, y)))


def opened(picture: bytes) -> Image.Image:
    """The picture, read by another than who made it would."""
    image = Image.open(BytesIO(picture))
    image.load()
    return image.convert("RGB")
