"""Two servers and four people, for tests."""

from typing import Any

NIGHT_OWLS, REAR_ROW = 1300000000000000001, 1300000000000000002
ALICE, BOB, CHLOE, OUTSIDER = (1200000000000000000 + n for n in (1, 2, 3, 4))
FILM_TALK, REVIEWS, LOBBY = (1400000000000000000 + n for n in (1, 2, 3))
TOKEN = "token-of-the-tests"


def world() -> dict[str, Any]:
    """Alice owns Night Owls; Bob and Chloe are ordinary members. Alice and the outsider share Rear Row."""
    people = {ALICE: "Alice", BOB: "Bob", CHLOE: "Chloe", OUTSIDER: "Omar"}
    return {
        "application": {"id": "1100000000000000001", "name": "Marquee", "token": TOKEN},
        "users": [
            {"id": str(user_id), "username": name.lower(), "global_name": name} for user_id, name in people.items()
        ],
        "guilds": [
            {
                "id": str(NIGHT_OWLS),
                "name": "Night Owls",
                "owner_id": str(ALICE),
                "system_channel_id": str(FILM_TALK),
                "members": [{"user_id": str(user_id)} for user_id in (ALICE, BOB, CHLOE)],
                "channels": [
                    {"id": str(FILM_TALK), "name": "film-talk"},
                    {"id": str(REVIEWS), "name": "reviews"},
                ],
            },
            {
                "id": str(REAR_ROW),
                "name": "Rear Row",
                "owner_id": str(OUTSIDER),
                "members": [{"user_id": str(user_id)} for user_id in (ALICE, OUTSIDER)],
                "channels": [{"id": str(LOBBY), "name": "lobby"}],
            },
        ],
    }
