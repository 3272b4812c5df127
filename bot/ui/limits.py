"""Discord's limits, each named once, and how a text is measured against them.

Sources: Discord's developer documentation ("Embed limits", "Component reference", "Receiving and
responding to interactions", "Create message") and its published API description.
"""

# Embeds
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4_096
EMBED_FIELD_VALUE = 1_024
ALT_TEXT = 1_024
"""The documentation's limit for a picture's description; the API description allows embeds 4,096."""

# Components
BUTTON_LABEL = 80
CUSTOM_ID = 100
SELECT_OPTIONS = 25
OPTION_LABEL = 100
OPTION_DESCRIPTION = 100
SELECT_PLACEHOLDER = 150

# Messages
FILES = 10
FILES_BYTES = 9 << 20
"""Of all of a message's files together: below the 10 MiB that Discord takes of a request, with room for its words."""

# Forms
MODAL_TITLE = 45

# Commands
CHOICES = 25
CHOICE_NAME = 100

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
