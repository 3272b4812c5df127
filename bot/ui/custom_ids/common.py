"""What is asked for anywhere."""

from bot.ui.custom_ids.base import CustomId


class Forget(CustomId, action="forget"):
    """Delete everything about the one who presses."""


class Cancel(CustomId, action="cancel"):
    """Leave everything as it is."""
