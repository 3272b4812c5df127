"""Use cases. A service takes and returns models, is told what time it is, and never words anything for people."""

from bot.services.services import Services

__all__ = ["Services"]
