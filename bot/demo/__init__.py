"""The demo: a sandbox of our own in place of Discord, and servers, people and reviews to begin with.

The reviews are put in through the bot's own services, as if the demo's members had written them.
"""

from bot.demo.furnishing import furnish
from bot.demo.sandbox import running_sandbox

__all__ = ["furnish", "running_sandbox"]
