"""The client API: who may use it, and what it gives."""

import pytest
import yarl

from tests.sandbox.acting import APP, BOOTH, FILM_TALK, INES, MATINEE, OWLS, TOMASZ, Bot, Page, Web, open_page

KENJI = 1_200_000_000_000_000_004


@pytest.mark.parametrize("path", ["/", "/client/world", "/sandbox/log", "/api/v10/gateway", "/gateway"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "rebound.example"},
        {"Host": "127.0.0.1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
async def test_whoever_comes_from_elsewhere_is_turned_away(web: Web, path: str, headers: dict[str, str]) -> None:
    status, answer = await web.client("GET", path, headers=headers)

    assert status == 403
    assert answer["error"]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_another_page_may_not_read(web: Web, site: str) -> None:
    status, _ = await web.client("GET", "/client/world", headers={"Sec-Fetch-Site": site})

    assert status == 403


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
async def test_the_sandboxs_own_page_may_do_everything(web: Web, name: str) -> None:
    host = f"{name}:{web.sandbox.url.rpartition(':')[2]}"
    headers = {"Host": host, "Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
    body = {"user": str(INES), "content": "hello"}
    status, _ = await web.client("POST", f"/client/channels/{FILM_TALK}/messages", body, headers=headers)

    assert status == 200


async def test_the_page_comes_with_a_strict_policy(web: Web) -> None:
    async with web.session.get(web.sandbox.url + "/") as answer:
        await answer.read()

    assert answer.status == 200
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'; img-src 'self' data: https:")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/page/../__main__.py", "/page/%2e%2e/server.py", "/page/nothing.js", "/page/%00", "/page/" + "x" * 300]
)
async def test_nothing_but_the_pages_own_files_is_served(web: Web, path: str) -> None:
    async with web.session.get(yarl.URL(web.sandbox.url + path, encoded=True)) as answer:
        status = answer.status

    assert status == 404


async def test_the_world_tells_who_is_who(web: Web) -> None:
    _, world = await web.client("GET", "/client/world")
    owls = world["guilds"][0]
    members = {member["display_name"]: member for member in owls["members"]}

    assert world["application"]["online"] is False
    assert members["Ines"]["is_owner"] is True
    assert (members["Tomasz"]["is_admin"], members["Tomasz"]["color"]) == (True, 15844367)
    assert members["Kenji"]["is_admin"] is False
    assert members["Marquee"]["is_bot"] is True


async def test_the_world_of_one_person_is_what_they_see(web: Web) -> None:
    _, world = await web.client("GET", "/client/world", params={"user": str(KENJI)})

    assert [guild["id"] for guild in world["guilds"]] == [str(OWLS)]
    assert str(BOOTH) not in [channel["id"] for channel in world["guilds"][0]["channels"]]


async def test_messages_are_told_to_those_who_see_them_only(web: Web, ines: Page) -> None:
    async with open_page(web, KENJI) as kenji:
        await ines.post(f"channels/{BOOTH}/messages", content="hidden")
        await ines.post(f"channels/{FILM_TALK}/messages", content="open")
        told = await kenji.wait_for("message_create")

    assert told["message"]["content"] == "open"


async def test_messages_come_oldest_first_in_pages(web: Web, ines: Page) -> None:
    said = [await ines.post(f"channels/{FILM_TALK}/messages", content=f"number {n}") for n in range(3)]
    query = {"user": str(INES), "limit": "1", "before": said[2][1]["id"]}
    _, page = await web.client("GET", f"/client/channels/{FILM_TALK}/messages", params=query)

    assert [message["content"] for message in await ines.messages()] == ["number 0", "number 1", "number 2"]
    assert [message["content"] for message in page] == ["number 1"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (f"channels/{FILM_TALK}/messages", {"content": ""}, 400),
        (f"channels/{FILM_TALK}/messages", {"content": "x" * 2001}, 400),
        (f"channels/{FILM_TALK}/messages", {"content": "\ud800"}, 400),
        (f"channels/{FILM_TALK}/messages", {}, 400),
        (f"channels/{FILM_TALK}/messages", {"content": "x", "user": "7"}, 404),
        (f"channels/{FILM_TALK}/messages", {"content": "x", "user": str(APP)}, 404),
        (f"channels/{FILM_TALK}/messages", {"content": "x", "user": ["7"]}, 400),
        ("channels/7/messages", {"content": "x"}, 404),
        ("command", {"channel_id": str(FILM_TALK), "command_id": "7"}, 404),
        ("command", {"channel_id": str(FILM_TALK), "command_id": "7", "options": "all"}, 400),
        ("component", {"channel_id": str(FILM_TALK), "message_id": "7", "custom_id": "x"}, 404),
        ("modal", {"interaction_id": "7", "values": {}}, 404),
        ("modal", {"interaction_id": "7", "values": {"x": {"y": 1}}}, 400),
        (f"guilds/{OWLS}/bot", {"present": "perhaps"}, 400),
        ("guilds/7/bot", {"present": True}, 404),
    ],
)
async def test_what_makes_no_sense_is_refused_in_a_sentence(
    ines: Page, path: str, body: dict[str, object], status: int
) -> None:
    answered, answer = await ines.post(path, **body)

    assert answered == status
    assert isinstance(answer["error"], str)


@pytest.mark.parametrize(("user", "status"), [(INES, 200), (TOMASZ, 200), (KENJI, 403)])
async def test_a_message_is_removed_by_its_author_or_a_moderator(web: Web, user: int, status: int) -> None:
    body = {"user": str(INES), "content": "x"}
    _, said = await web.client("POST", f"/client/channels/{FILM_TALK}/messages", body)
    path = f"/client/messages/{FILM_TALK}/{said['id']}"
    answered, _ = await web.client("DELETE", path, params={"user": str(user)})

    assert answered == status


async def test_the_bot_is_thrown_out_and_invited_again(ines: Page, bot: Bot) -> None:
    await ines.post(f"guilds/{OWLS}/bot", present=False)
    gone = await bot.wait_for("GUILD_DELETE")
    await ines.post(f"guilds/{OWLS}/bot", present=True)
    joined = await bot.wait_for("GUILD_CREATE")
    while joined["id"] != str(OWLS) or "unavailable" in joined:
        joined = await bot.wait_for("GUILD_CREATE")

    assert gone == {"id": str(OWLS)}
    assert joined["name"] == "Night Owls"


async def test_only_somebody_who_manages_the_server_invites_the_bot(web: Web) -> None:
    status, _ = await web.client("POST", f"/client/guilds/{OWLS}/bot", {"user": str(KENJI), "present": False})

    assert status == 403


async def test_pages_hear_of_other_commands(web: Web, ines: Page) -> None:
    await web.put_commands({"name": "film", "description": "x"})

    assert await ines.wait_for("commands_changed")


async def test_a_command_does_not_take_anothers_name(web: Web) -> None:
    film, _ = await web.put_commands({"name": "film", "description": "x"}, {"name": "review", "description": "x"})
    path = f"/applications/{APP}/commands"
    status, refusal = await web.api("PATCH", f"{path}/{film['id']}", {"name": "review"})
    changed = await web.api("PATCH", f"{path}/{film['id']}", {"name": "film", "description": "y"})
    _, kept = await web.api("GET", path)

    assert (status, refusal["code"], list(refusal["errors"])) == (400, 50035, ["name"])
    assert changed[0] == 200
    assert [(command["name"], command["description"]) for command in kept] == [("film", "y"), ("review", "x")]


async def test_a_servers_own_command_is_offered_there_only(web: Web, ines: Page) -> None:
    path = f"/applications/{APP}/guilds/{OWLS}/commands"
    await web.api("PUT", path, [{"name": "here", "description": "x"}])
    _, here = await web.client("GET", "/client/commands", params={"user": str(INES), "channel": str(FILM_TALK)})
    foyer = web.sandbox.core.directory.guilds[MATINEE].channels[0].id
    _, there = await web.client("GET", "/client/commands", params={"user": str(INES), "channel": str(foyer)})

    assert [command["name"] for command in here] == ["here"]
    assert there == []
    assert ines


@pytest.mark.parametrize(("contexts", "in_dm"), [(None, True), ([0], False), ([0, 1], True), ([1], True)])
async def test_a_command_is_offered_where_its_contexts_say(
    web: Web, ines: Page, contexts: list[int] | None, *, in_dm: bool
) -> None:
    await web.put_commands({"name": "film", "description": "x", "contexts": contexts})
    _, dm = await ines.post("dms")
    query = {"user": str(INES), "channel": dm["channel_id"]}
    _, commands = await web.client("GET", "/client/commands", params=query)

    assert bool(commands) is in_dm


async def test_commands_of_people_and_messages_have_their_target(web: Web, ines: Page, bot: Bot) -> None:
    on_user, on_message = await web.put_commands({"name": "Profile", "type": 2}, {"name": "Report", "type": 3})
    _, said = await ines.post(f"channels/{FILM_TALK}/messages", content="x")
    await ines.use(on_user, target_id=str(TOMASZ))
    first = (await bot.interaction())["data"]
    await ines.use(on_message, target_id=said["id"])
    second = (await bot.interaction())["data"]

    assert (first["target_id"], list(first["resolved"]["users"])) == (str(TOMASZ), [str(TOMASZ)])
    assert (second["target_id"], list(second["resolved"]["messages"])) == (said["id"], [said["id"]])


async def test_sub_commands_are_sent_nested(web: Web, ines: Page, bot: Bot) -> None:
    inner = {
        "type": 1,
        "name": "add",
        "description": "x",
        "options": [{"type": 3, "name": "film", "description": "x", "required": True}],
    }
    (command,) = await web.put_commands({"name": "watchlist", "description": "x", "options": [inner]})
    typed = [{"type": 1, "name": "add", "options": [{"type": 3, "name": "film", "value": "Ran"}]}]
    await ines.use(command, options=typed)
    interaction = await bot.interaction()
    await bot.answer(interaction, 4, {"content": "x"})
    answer = (await ines.wait_for("message_create"))["message"]

    assert interaction["data"]["options"] == typed
    assert answer["interaction_metadata"]["name"] == "watchlist add"


async def test_avatars_are_pictures(web: Web) -> None:
    _, world = await web.client("GET", "/client/world")
    async with web.session.get(web.sandbox.url + world["users"][0]["avatar_url"]) as answer:
        picture = await answer.read()

    assert answer.headers["Content-Type"] == "image/png"
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 4096
