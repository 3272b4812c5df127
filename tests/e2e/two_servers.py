"""Two servers in which everything said bears a mark of its server, and what betrays one in the other."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.e2e.driver import Json, items_of
from tests.e2e.world import ALICE, BOB, CHLOE, FILM_TALK, LOBBY, NIGHT_OWLS, OUTSIDER, REAR_ROW, REVIEWS, world

BACK_ROW = LOBBY + 1
"""Another channel of Rear Row."""

TRAP = "A trap"
"""What a forged message of the bot's says."""

QUERIES = ("panh", "kurosawa")
"""Directors: all of their films fit alike, and every film that is reviewed to begin with is of one of them."""

SHARED_FILMS = ("imdb:tt2852470", "imdb:tt0047478", "imdb:tt0042876")

_SCORE = re.compile(r"(\d(?:\.\d)?) out of 5")
_STARS = re.compile("★(?:\u2060*★)*")


@dataclass(frozen=True)
class Place:
    """One of the servers: its mark is in every text, tag and nickname of its members.

    `ratings` are those that they give, in half stars: none of them is given in the other.
    """

    guild_id: int
    name: str
    mark: str
    channels: tuple[int, ...]
    people: tuple[int, ...]
    admin: int
    ratings: tuple[int, ...]
    films: tuple[str, ...]

    @property
    def other(self) -> "Place":
        """The other one."""
        return ROWS if self is OWLS else OWLS


OWLS = Place(
    guild_id=NIGHT_OWLS,
    name="Night Owls",
    mark="qowlq",
    channels=(FILM_TALK, REVIEWS),
    people=(ALICE, BOB, CHLOE),
    admin=ALICE,
    ratings=(1, 2, 3, 4),
    films=(*SHARED_FILMS, "imdb:tt5701856", "imdb:tt0089881"),
)
ROWS = Place(
    guild_id=REAR_ROW,
    name="Rear Row",
    mark="qrowq",
    channels=(LOBBY, BACK_ROW),
    people=(ALICE, OUTSIDER),
    admin=OUTSIDER,
    ratings=(7, 8, 9, 10),
    films=(*SHARED_FILMS, "imdb:tt0931285", "imdb:tt0055630"),
)
PLACES = {channel_id: place for place in (OWLS, ROWS) for channel_id in place.channels}
"""Which server a channel belongs to."""


def marked_world() -> Json:
    """The usual world, where all are named by their server's mark; Alice, who is in both, in each by that one's."""
    setting = world()

    for user in setting["users"]:
        homes = [place for place in (OWLS, ROWS) if int(user["id"]) in place.people]

        if len(homes) == 1:
            user["username"] = f"{homes[0].mark}{int(user['id']) % 10}"
            user["global_name"] = f"{homes[0].mark} {int(user['id']) % 10}"

    for guild, place in zip(setting["guilds"], (OWLS, ROWS), strict=True):
        for member in guild["members"]:
            member["nick"] = f"{place.mark} nick {int(member['user_id']) % 10}"

    setting["guilds"][1]["channels"].append({"id": str(BACK_ROW), "name": "back-row"})
    return setting


def hand(user_id: int) -> str:
    """What stands in every text that this person writes."""
    return f"qhand{user_id % 10}q"


def betrayals(place: Place, message: Json) -> list[str]:
    """What in a message that stands in `place` can only come from the other server."""
    return [*_words(place, message), *_scores(place, message), *_stars(place, message)]


def foreign_words(place: Place, said: str) -> list[str]:
    """The other server's words and ids in what was `said` in this one."""
    other = place.other
    strangers = (person for person in other.people if person not in place.people)
    return [
        word
        for word in (other.mark, other.name, *map(str, (other.guild_id, *other.channels, *strangers)))
        if word in said
    ]


def others_hands(user_id: int, said: str) -> list[str]:
    """The hands of anybody but that person."""
    return [word for person in (*OWLS.people, *ROWS.people) if person != user_id and (word := hand(person)) in said]


def _words(place: Place, message: Json) -> list[str]:
    # In a trap the custom id is the other server's on purpose.
    said = {name: value for name, value in message.items() if message["content"] != TRAP or name != "components"}
    return foreign_words(place, json.dumps(said, ensure_ascii=False))


def _scores(place: Place, message: Json) -> list[str]:
    least, most = min(place.ratings) / 2, max(place.ratings) / 2
    found = _SCORE.finditer(json.dumps(message, ensure_ascii=False))
    return [score[0] for score in found if not least <= float(score[1]) <= most]


def _stars(place: Place, message: Json) -> list[str]:
    """Ratings in stars that are not given here; a heading may name any by which reviews are filtered."""
    least, most = min(place.ratings) // 2, max(place.ratings) // 2
    found = [stars[0].count("★") for text in _rated(message) for stars in _STARS.finditer(text)]
    return [f"{count} ★" for count in found if not least <= count <= most]


def _rated(message: Json) -> Iterator[str]:
    """The texts in which stars are a member's rating."""
    for embed in message.get("embeds", []):
        yield embed.get("title", "")
        yield embed.get("description", "")
        yield from (field["name"] for field in embed.get("fields", []))

    for item in items_of(message):
        yield from (option["label"] for option in item.get("options", []))


def counted(count: int) -> str:
    """A number of reviews as a page's heading has it."""
    return f"· {count} review{'' if count == 1 else 's'}\n"


def filled_in(place: Place, user_id: int, typed: dict[str, Any]) -> dict[str, Any]:
    """What is `typed` into a form, with the mark of the server and the person's hand on each text."""
    signed = f"{place.mark} {hand(user_id)}"
    return (
        typed
        | {name: f"{signed} {typed[name]}" for name in ("text", "tags") if typed.get(name)}
        # A film's facts are anybody's to change who may manage the server: they bear nobody's hand.
        | {name: f"{place.mark} {typed[name]}" for name in ("title", "directors", "synopsis") if typed.get(name)}
    )
