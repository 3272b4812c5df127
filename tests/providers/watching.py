"""A message that changes while one looks at it."""

from collections.abc import Callable

from tests.e2e.driver import Json, Member, Reply, text_of


async def becomes(person: Member, shown: Reply, is_so: Callable[[str], bool]) -> Json:
    """The message once its text is so, as that person sees it."""
    message_id = shown.message["id"]

    while True:
        seen = len(person.events)
        known = [
            event["message"]
            for event in person.events
            if event["type"] in {"message_create", "message_update"} and event["message"]["id"] == message_id
        ]

        if known and is_so(text_of(known[-1])):
            return known[-1]

        await person.wait_for("message_update", seen)


def thumbnail(message: Json) -> str | None:
    """The address of the poster on a card."""
    return message["embeds"][0].get("thumbnail", {}).get("url")
