"""Discord's limits, each named once, and how a text is measured against them.

Sources: Discord's developer documentation ("Embed limits", "Component reference", "Receiving and
responding to interactions", "Create message") and its published API description.
"""

# Messages
CONTENT = 2_000
EMBEDS = 10
NONCE = 25
FILE_BYTES = 10 * 1024 * 1024
"""The largest file a bot may attach where the server has no boosts."""

# Embeds
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4_096
EMBED_FIELDS = 25
EMBED_FIELD_NAME = 256
EMBED_FIELD_VALUE = 1_024
EMBED_FOOTER = 2_048
EMBED_AUTHOR = 256
EMBEDS_TOTAL = 6_000
"""Titles, descriptions, fields, footers and author names of all embeds of one message together."""
EMBED_URL = 2_048
ALT_TEXT = 1_024
"""The documentation's limit for a picture's description; the API description allows embeds 4,096."""

# Components
ROWS = 5
BUTTONS_IN_ROW = 5
BUTTON_LABEL = 80
BUTTON_URL = 512
CUSTOM_ID = 100
SELECT_OPTIONS = 25
OPTION_LABEL = 100
OPTION_VALUE = 100
OPTION_DESCRIPTION = 100
SELECT_PLACEHOLDER = 150

# Forms
MODAL_TITLE = 45
MODAL_LABELS = 5
LABEL_TEXT = 45
LABEL_DESCRIPTION = 100
TEXT_INPUT = 4_000
TEXT_INPUT_PLACEHOLDER = 100
RADIO_OPTIONS_MIN = 2
RADIO_OPTIONS = 10
CHECKBOX_OPTIONS = 10
UPLOADED_FILES = 10

# Commands
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 100
COMMAND_OPTIONS = 25
CHOICES = 25
CHOICE_NAME = 100
CHOICE_VALUE = 100

# Interactions
FIRST_ANSWER_S = 3
FOLLOW_UP_S = 15 * 60

# Marquee's own
QUOTED = 200
"""What somebody typed, where an answer quotes it back to them."""


def length(text: str) -> int:
    """How long Discord may find `text`: UTF-16 units, never fewer than code points.

    The API counts code points (a Discord engineer's word in the documentation's tracker: it is Python 3,
    and a character outside the basic plane counts once). Clients are written in JavaScript, where such a
    character counts twice. The stricter of the two holds under both.
    """
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
