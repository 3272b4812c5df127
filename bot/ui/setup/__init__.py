"""`/marquee setup` and `/marquee settings`: what a server has chosen, step by step and at a glance."""

from bot.ui.setup.feed import feed_paused
from bot.ui.setup.permissions import Missing, missing_for_digest, missing_for_feed

__all__ = ["Missing", "feed_paused", "missing_for_digest", "missing_for_feed"]
