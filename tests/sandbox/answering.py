"""What the tests of interactions answer, and how they come to have something to answer."""

from typing import Any

from sandbox.protocol import Json
from tests.sandbox.acting import Bot, Page

PONG, MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9
BUTTON = {"type": 2, "style": 1, "label": "Like", "custom_id": "like"}
SELECT = {"type": 3, "custom_id": "pick", "options": [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]}
PEOPLE = {"type": 5, "custom_id": "people", "max_values": 2}
FORM = {
    "custom_id": "form",
    "title": "Review",
    "components": [
        {"type": 18, "label": "Text", "component": {"type": 4, "custom_id": "text", "style": 2, "max_length": 20}},
        {"type": 18, "label": "Who", "component": {"type": 5, "custom_id": "who", "required": False, "min_values": 0}},
    ],
}


def row(*components: Json) -> Json:
    return {"type": 1, "components": list(components)}


async def start(bot: Bot, page: Page, command: Json, **body: Any) -> Json:
    await page.use(command, **body)
    return await bot.interaction()


async def posted(bot: Bot, page: Page, command: Json, **data: Any) -> tuple[Json, Json]:
    """An answer with components, and the interaction that it answers."""
    interaction = await start(bot, page, command)
    status, answer = await bot.answer(interaction, MESSAGE, {"content": "card"} | data)
    assert status == 204, answer
    return (await page.wait_for("message_create"))["message"], interaction
