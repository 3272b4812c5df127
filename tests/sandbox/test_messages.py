"""Messages over REST: posting, reading, editing, deleting."""

from typing import Any

import pytest

from sandbox.protocol import Json
from tests.sandbox.acting import AMARA, APP, BOOTH, FILM_TALK, INES, MATINEE, OWLS, Page, Web
from tests.sandbox.files import ONE_PIXEL, with_files

MESSAGES = f"/channels/{FILM_TALK}/messages"


@pytest.fixture(autouse=True)
async def without_limits(web: Web) -> None:
    await web.control("settings", rate_limits=False)


async def post(web: Web, content: str = "hello", **more: Any) -> Json:
    status, answer = await web.api("POST", MESSAGES, {"content": content} | more)
    assert status == 200, answer
    return answer


async def test_a_posted_message_can_be_read_again(web: Web) -> None:
    posted = await post(web, "  two spaces at each end  ")
    status, read = await web.api("GET", f"{MESSAGES}/{posted['id']}")

    assert (status, read) == (200, posted)
    assert read["content"] == "two spaces at each end"


async def test_the_single_embed_of_older_versions_is_not_known(web: Web) -> None:
    posted = await post(web, embed={"title": "old"})
    _, edited = await web.api("PATCH", f"{MESSAGES}/{posted['id']}", {"embed": {"title": "old"}})

    assert posted["embeds"] == edited["embeds"] == []


async def test_a_posted_message_is_seen_by_people(web: Web, ines: Page) -> None:
    posted = await post(web)
    told = await ines.wait_for("message_create")

    assert told["message"]["id"] == posted["id"]


async def test_an_edit_changes_what_it_names_only(web: Web) -> None:
    posted = await post(web, embeds=[{"title": "kept"}])
    status, edited = await web.api("PATCH", f"{MESSAGES}/{posted['id']}", {"content": "new"})

    assert status == 200
    assert (edited["content"], edited["embeds"]) == ("new", posted["embeds"])
    assert edited["edited_timestamp"] is not None


async def test_an_edit_that_would_empty_a_message_changes_nothing(web: Web) -> None:
    posted = await post(web)
    status, refusal = await web.api("PATCH", f"{MESSAGES}/{posted['id']}", {"content": ""})
    _, read = await web.api("GET", f"{MESSAGES}/{posted['id']}")

    assert (status, refusal["code"]) == (400, 50006)
    assert read["content"] == "hello"


async def test_a_deleted_message_is_unknown(web: Web) -> None:
    posted = await post(web)
    deleted = await web.api("DELETE", f"{MESSAGES}/{posted['id']}")
    status, refusal = await web.api("GET", f"{MESSAGES}/{posted['id']}")

    assert deleted == (204, None)
    assert (status, refusal["code"]) == (404, 10008)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"limit": 2}, [4, 3]),
        ({"before": 3}, [2, 1, 0]),
        ({"after": 1, "limit": 2}, [3, 2]),
        ({"around": 2, "limit": 3}, [3, 2, 1]),
        ({"after": 4}, []),
    ],
)
async def test_history_is_given_in_pages_newest_first(web: Web, query: dict[str, int], expected: list[int]) -> None:
    posted = [(await post(web, f"number {number}"))["id"] for number in range(5)]
    params = {key: value if key == "limit" else posted[value] for key, value in query.items()}
    _, page = await web.api("GET", MESSAGES, params=params)

    assert [posted.index(message["id"]) for message in page] == expected


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "101"}, {"before": "yesterday"}])
async def test_a_page_that_is_not_right_is_refused(web: Web, query: dict[str, str]) -> None:
    status, refusal = await web.api("GET", MESSAGES, params=query)

    assert (status, refusal["code"], list(refusal["errors"])) == (400, 50035, list(query))


async def test_the_same_nonce_gives_the_earlier_message(web: Web) -> None:
    first = await post(web, "once", nonce="row-1", enforce_nonce=True)
    second = await post(web, "twice", nonce="row-1", enforce_nonce=True)
    _, history = await web.api("GET", MESSAGES)

    assert second == first
    assert first["nonce"] == "row-1"
    assert [message["content"] for message in history] == ["once"]


async def test_a_nonce_counts_for_some_minutes_only(web: Web) -> None:
    first = await post(web, nonce="row-1", enforce_nonce=True)
    await web.control("clock", advance_s=181)
    second = await post(web, nonce="row-1", enforce_nonce=True)

    assert second["id"] != first["id"]


async def test_history_does_not_tell_nonces(web: Web) -> None:
    await post(web, nonce="row-1", enforce_nonce=True)
    _, history = await web.api("GET", MESSAGES)

    assert "nonce" not in history[0]


@pytest.mark.parametrize(
    ("allowed", "users", "everyone"),
    [
        (None, [INES, AMARA], True),
        ({"parse": []}, [], False),
        ({"parse": ["users"]}, [INES, AMARA], False),
        ({"parse": ["everyone"]}, [], True),
        ({"parse": [], "users": [str(AMARA)]}, [AMARA], False),
    ],
)
async def test_only_allowed_mentions_mention(
    web: Web, allowed: Json | None, users: list[int], *, everyone: bool
) -> None:
    content = f"<@{INES}> <@{AMARA}> @everyone `<@{APP}>`"
    posted = await post(web, content, **({} if allowed is None else {"allowed_mentions": allowed}))

    assert [int(user["id"]) for user in posted["mentions"]] == users
    assert posted["mention_everyone"] is everyone


async def test_a_reply_shows_what_it_replies_to(web: Web) -> None:
    parent = await post(web)
    reply = await post(web, "indeed", message_reference={"message_id": parent["id"]})

    assert (reply["type"], reply["referenced_message"]["id"]) == (19, parent["id"])
    assert [user["id"] for user in reply["mentions"]] == [str(APP)]


async def test_a_reply_does_not_show_the_content_that_the_bot_may_not_read(web: Web, ines: Page) -> None:
    _, said = await ines.post(f"channels/{FILM_TALK}/messages", content="not for bots")
    reply = await post(web, "indeed", message_reference={"message_id": said["id"]})
    seen = (await ines.messages())[-1]

    assert (reply["content"], reply["referenced_message"]["content"]) == ("indeed", "")
    assert seen["referenced_message"]["content"] == "not for bots"


async def test_a_reply_to_a_message_that_is_gone_is_refused(web: Web) -> None:
    status, refusal = await web.api("POST", MESSAGES, {"content": "?", "message_reference": {"message_id": "1"}})

    assert (status, refusal["code"]) == (400, 50035)
    assert "message_reference" in refusal["errors"]


async def test_a_file_can_be_fetched_from_its_address(web: Web) -> None:
    form = with_files({"content": "see"}, **{"my picture_dot_png": ONE_PIXEL})
    _, posted = await web.api("POST", MESSAGES, data=form)
    (file,) = posted["attachments"]
    async with web.session.get(file["url"]) as answer:
        content = await answer.read()

    assert content == ONE_PIXEL
    assert (file["filename"], file["width"], file["height"]) == ("my_picture.png", 1, 1)
    assert answer.headers["Content-Type"] == "image/png"


async def test_a_file_that_a_browser_could_run_is_for_download_only(web: Web) -> None:
    _, posted = await web.api("POST", MESSAGES, data=with_files({}, page_dot_html=b"<script>"))
    async with web.session.get(posted["attachments"][0]["url"]) as answer:
        await answer.read()

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_an_embed_shows_a_file_that_then_is_not_listed(web: Web) -> None:
    embed = {"title": "t", "image": {"url": "attachment://x.png"}}
    _, posted = await web.api("POST", MESSAGES, data=with_files({"embeds": [embed]}, x_dot_png=ONE_PIXEL))

    assert posted["attachments"] == []
    assert posted["embeds"][0]["image"]["url"].startswith(web.sandbox.url + "/cdn/attachments/")


async def test_an_edit_keeps_the_files_that_it_lists(web: Web) -> None:
    files = {"a_dot_txt": b"a", "b_dot_txt": b"b"}
    _, posted = await web.api("POST", MESSAGES, data=with_files({}, **files))
    kept, dropped = posted["attachments"]
    _, edited = await web.api("PATCH", f"{MESSAGES}/{posted['id']}", {"attachments": [{"id": kept["id"]}]})
    async with web.session.get(dropped["url"]) as answer:
        status = answer.status

    assert edited["attachments"] == [kept]
    assert status == 404


async def test_suppressed_embeds_are_not_shown(web: Web) -> None:
    posted = await post(web, embeds=[{"title": "hidden"}], flags=4)

    assert (posted["embeds"], posted["flags"]) == ([], 4)


async def test_a_message_for_one_person_only_is_not_posted_to_a_channel(web: Web) -> None:
    status, refusal = await web.api("POST", MESSAGES, {"content": "psst", "flags": 64})

    assert (status, refusal["code"]) == (400, 50035)


async def test_somebody_elses_message_cannot_be_edited(web: Web, ines: Page) -> None:
    _, said = await ines.post(f"channels/{FILM_TALK}/messages", content="mine")
    status, refusal = await web.api("PATCH", f"{MESSAGES}/{said['id']}", {"content": "yours"})

    assert (status, refusal["code"]) == (403, 50005)


async def test_old_messages_can_be_edited_a_few_times_only(web: Web) -> None:
    posted = await post(web)
    await web.control("clock", advance_s=3601)
    statuses: list[int] = []
    answer: Json = {}
    for number in range(4):
        status, answer = await web.api("PATCH", f"{MESSAGES}/{posted['id']}", {"content": f"edit {number}"})
        statuses.append(status)

    assert statuses == [200, 200, 200, 429]
    assert answer["code"] == 30046
    assert answer["message"].startswith("Maximum number of edits to messages older than 1 hour reached.")
    assert 0 < answer["retry_after"] <= 20


@pytest.mark.parametrize(
    ("path", "code"),
    [("/channels/1/messages", 10003), (f"/channels/{OWLS}/messages", 10003), (f"{MESSAGES}/1", 10008)],
)
async def test_what_is_not_there_is_unknown(web: Web, path: str, code: int) -> None:
    status, refusal = await web.api("GET", path)

    assert (status, refusal["code"]) == (404, code)


@pytest.mark.parametrize("token", ["", "Bot wrong", "sandbox-token"])
async def test_a_request_without_the_token_is_unauthorized(web: Web, token: str) -> None:
    status, refusal = await web.api("GET", "/users/@me", headers={"Authorization": token})

    assert (status, refusal) == (401, {"message": "401: Unauthorized", "code": 0})


async def test_a_route_that_does_not_exist_is_not_found(web: Web) -> None:
    status, refusal = await web.api("GET", "/nowhere/at/all")

    assert (status, refusal) == (404, {"message": "404: Not Found", "code": 0})


async def test_a_direct_channel_is_made_once(web: Web) -> None:
    first = await web.api("POST", "/users/@me/channels", {"recipient_id": str(INES)})
    second = await web.api("POST", "/users/@me/channels", {"recipient_id": str(INES)})

    assert first == second
    assert first[1]["recipients"][0]["id"] == str(INES)


async def test_whoever_shares_no_server_gets_no_direct_message(web: Web) -> None:
    core = web.sandbox.core
    for guild in (OWLS, MATINEE):
        core.directory.set_bot_present(core.directory.guilds[guild], is_present=False)

    _, channel = await web.api("POST", "/users/@me/channels", {"recipient_id": str(INES)})
    status, refusal = await web.api("POST", f"/channels/{channel['id']}/messages", {"content": "hi"})

    assert (status, refusal["code"]) == (403, 50007)


async def test_a_deleted_channel_is_unknown_with_all_its_messages(web: Web, ines: Page) -> None:
    posted = await post(web)
    await web.client("DELETE", f"/sandbox/channels/{FILM_TALK}")
    await ines.wait_for("world_changed")
    status, refusal = await web.api("GET", f"{MESSAGES}/{posted['id']}")

    assert (status, refusal["code"]) == (404, 10003)
    assert web.sandbox.core.directory.channels[BOOTH]
