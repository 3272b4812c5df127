"""What a test can set while the sandbox runs."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """The sandbox's settings."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    nonce_window_s: Annotated[float, Field(ge=0, le=86_400)] = 180.0
    """How long a nonce counts; Discord says "the past few minutes"."""

    interaction_deadline_s: Annotated[float, Field(gt=0, le=900)] = 3.0
    """How long the bot has for its first answer."""

    rate_limits: bool = True
    """Whether requests are limited per route and in all."""
