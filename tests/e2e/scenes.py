"""Short ways to what many scenes begin with."""

from typing import Any

from tests.e2e.driver import Member, Reply

FILM = "The Missing Picture"


async def write_review(member: Member, film: str = FILM, **values: Any) -> Reply:
    """The member reviews the film in the form; what the bot answers."""
    form = await member.slash("review", film=film)
    assert form.kind == "modal", form
    return await member.submit(form, **(values or {"rating": ["8"], "text": "Seen."}))
