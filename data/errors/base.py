"""The root of all errors."""


class MarqueeError(Exception):
    """The root of all errors that Marquee raises on purpose."""
