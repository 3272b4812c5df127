"""A small bot by hand, with a little of everything that the page has to show."""

import asyncio
from typing import Any

from sandbox.protocol import Json
from tests.sandbox.acting import FILM_TALK, Bot
from tests.sandbox.files import with_files

MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
PRIVATE = 64

FILMS = ("The Missing Picture", "The Third Man", "Ran", "M")


def _option(name: str, kind: int, **more: Any) -> Json:
    return {"name": name, "type": kind, "description": f"The {name}", **more}


COMMANDS: list[Json] = [
    {
        "name": "film",
        "description": "Look a film up",
        "options": [_option("title", 3, required=True, autocomplete=True), _option("year", 4, min_value=1888)],
    },
    {
        "name": "rate",
        "description": "Rate a film",
        "options": [
            _option("film", 3, required=True),
            _option("stars", 4, required=True, choices=[{"name": "Good", "value": 8}, {"name": "Great", "value": 10}]),
        ],
    },
    {
        "name": "browse",
        "description": "Browse reviews",
        "options": [
            _option("film", 3),
            _option("member", 6),
            _option("channel", 7),
            _option("role", 8),
            _option("spoilers", 5),
        ],
    },
    {
        "name": "privacy",
        "description": "Your data",
        "options": [
            {"type": 1, "name": "export", "description": "All that is stored"},
            {"type": 1, "name": "delete", "description": "Delete it all"},
        ],
    },
    {
        "name": "diary",
        "description": "Your diary",
        "options": [{"type": 1, "name": "import", "description": "Import a file", "options": [_option("file", 11)]}],
    },
    {"name": "help", "description": "What there is"},
    {"name": "silent", "description": "Never answers"},
    {"name": "later", "description": "Answers later"},
    {"name": "Profile", "type": 2},
    {"name": "Report", "type": 3},
]

FORM: Json = {
    "custom_id": "review-form",
    "title": "Your review",
    "components": [
        {"type": 10, "content": "Of **The Missing Picture**"},
        {
            "type": 18,
            "label": "Rating",
            "component": {
                "type": 3,
                "custom_id": "rating",
                "required": False,
                "min_values": 0,
                "options": [{"label": "Good", "value": "8"}, {"label": "Great", "value": "10"}],
            },
        },
        {
            "type": 18,
            "label": "Review",
            "component": {"type": 4, "custom_id": "text", "style": 2, "min_length": 3, "max_length": 40},
        },
        {
            "type": 18,
            "label": "Who sees it",
            "component": {
                "type": 21,
                "custom_id": "who",
                "options": [{"label": "Everyone", "value": "all"}, {"label": "Only me", "value": "me"}],
            },
        },
        {
            "type": 18,
            "label": "More",
            "component": {
                "type": 22,
                "custom_id": "flags",
                "required": False,
                "min_values": 0,
                "options": [{"label": "Spoilers", "value": "spoilers"}, {"label": "Rewatch", "value": "rewatch"}],
            },
        },
    ],
}

SECOND_FORM: Json = {
    "custom_id": "second-form",
    "title": "More fields",
    "components": [
        {"type": 18, "label": "Members", "component": {"type": 5, "custom_id": "people", "max_values": 3}},
        {
            "type": 18,
            "label": "Where",
            "component": {"type": 8, "custom_id": "where", "required": False, "min_values": 0},
        },
        {
            "type": 18,
            "label": "A file",
            "component": {"type": 19, "custom_id": "file", "required": False, "min_values": 0},
        },
        {"type": 18, "label": "Really", "component": {"type": 23, "custom_id": "really"}},
    ],
}


def button(label: str, custom_id: str, style: int = 2, **more: Any) -> Json:
    """A button."""
    return {"type": 2, "style": style, "label": label, "custom_id": custom_id, **more}


CARD: list[Json] = [
    {
        "type": 1,
        "components": [
            button("Add a review", "add", 1),
            button("More fields", "more"),
            button("Not answered", "silent"),
            button("Not now", "off", disabled=True),
            {"type": 2, "style": 5, "label": "Source", "url": "https://example.com/"},
        ],
    },
    {
        "type": 1,
        "components": [
            {
                "type": 3,
                "custom_id": "pick",
                "placeholder": "See more films",
                "options": [{"label": film, "value": film.lower()} for film in FILMS],
            }
        ],
    },
]


class FilmBot:
    """Answers every interaction that it knows, and keeps what it got."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._received: asyncio.Queue[Json] = asyncio.Queue()
        self.is_mute = False
        """Whether nothing is answered at all."""

    async def run(self) -> None:
        """Answer for ever."""
        while True:
            interaction = await self._bot.interaction()
            if interaction["type"] != 4:
                self._received.put_nowait(interaction)

            if not self.is_mute:
                await self._answer(interaction)

    async def received(self) -> Json:
        """The next interaction, autocomplete left out."""
        async with asyncio.timeout(10):
            return await self._received.get()

    async def say(self, content: str = "", channel: int = FILM_TALK, **more: Any) -> Json:
        """Post a message."""
        status, message = await self._bot.web.api("POST", f"/channels/{channel}/messages", {"content": content, **more})
        assert status == 200, message
        return message

    async def _answer(self, interaction: Json) -> None:
        data = interaction["data"]
        match interaction["type"], data.get("name") or data.get("custom_id"):
            case 4, _:
                await self._suggest(interaction)
            case _, "silent":
                pass
            case 2, "later":
                await self._bot.answer(interaction, DEFERRED)
            case 2, "film":
                title = data["options"][0]["value"]
                await self._bot.answer(
                    interaction, MESSAGE, {"embeds": [{"title": title, "color": 0xD9A441}], "components": CARD}
                )
            case 3, "add":
                await self._bot.answer(interaction, MODAL, FORM)
            case 3, "more":
                await self._bot.answer(interaction, MODAL, SECOND_FORM)
            case 3, "pick":
                await self._bot.answer(interaction, UPDATE, {"embeds": [{"title": data["values"][0]}]})
            case _:
                await self._bot.answer(interaction, MESSAGE, {"content": "Done.", "flags": PRIVATE})

    async def _suggest(self, interaction: Json) -> None:
        typed = str(next(one["value"] for one in interaction["data"]["options"] if one.get("focused")))
        found = [film for film in FILMS if typed.lower() in film.lower()]
        choices = [{"name": f"{film}, a film", "value": f"key:{film}"} for film in found]
        await self._bot.answer(interaction, CHOICES, {"choices": choices})

    async def finish(self, interaction: Json, content: str) -> None:
        """Complete a deferred answer."""
        await self._bot.webhook(interaction, "PATCH", "@original", {"content": content})

    async def reply(self, interaction: Json, content: str, *, is_private: bool = False) -> None:
        """Answer with a message of its own."""
        await self._bot.answer(interaction, MESSAGE, {"content": content, "flags": PRIVATE if is_private else 0})

    async def hand_over(self, interaction: Json, **files: bytes) -> None:
        """Answer privately with files; `a_dot_csv` is the name of `a.csv`."""
        path = f"/interactions/{interaction['id']}/{interaction['token']}/callback"
        answer = {"type": MESSAGE, "data": {"content": "Your files", "flags": PRIVATE}}
        status, told = await self._bot.web.api(
            "POST", path, data=with_files(answer, **files), headers={"Authorization": ""}
        )
        assert status == 204, told

    async def follow_up(self, interaction: Json, content: str) -> None:
        """Leave the message as it is, and send another one behind it."""
        await self._bot.answer(interaction, DEFERRED_UPDATE)
        await self._bot.webhook(interaction, "POST", body={"content": content})

    async def change(self, message: Json, **fields: Any) -> None:
        """Edit a message."""
        path = f"/channels/{message['channel_id']}/messages/{message['id']}"
        status, answer = await self._bot.web.api("PATCH", path, fields)
        assert status == 200, answer
