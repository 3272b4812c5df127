"""What is asked for on the pages of a server's weekly digests."""

from typing import Annotated, Literal

from pydantic import Field

from bot.ui.custom_ids.base import Base36, CustomId, Moment, Row


class OpenDigest(CustomId, action="digest"):
    """A week's digest: that of the number, else the one of the moment, else that of the present week.

    `show` asks for it to be shown to all.
    """

    digest: Annotated[Base36, Field(ge=1, lt=10**15)] | None = None
    at_s: Moment | None = None
    show: Literal["s"] | None = None


class OpenBestReview(CustomId, action="digestbest"):
    """Read the best-liked review of a week whole, privately.

    Not as `OpenReview`: by that the bot knows the message that is the review's own post.
    """

    review: Row


class AskDigestDate(CustomId, action="digestjump"):
    """Open the form that asks for a day, to see the digest of its week."""


class SubmitDigestDate(CustomId, action="digestdate"):
    """That form, sent."""


class AskPostDigest(CustomId, action="digestpost"):
    """Ask whether the digest of the present week, due at that moment, is to be posted at once."""

    due_s: Moment


class PostDigest(CustomId, action="digestnow"):
    """Post it at once."""

    due_s: Moment


class SkipDigest(CustomId, action="digestskip"):
    """Do not post the digest that is due at that moment; or, with `undo`, do."""

    due_s: Moment
    undo: Literal["u"] | None = None
