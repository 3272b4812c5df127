"""Everything that the bot sends, held against Discord's own description of its API."""

import re
from typing import Any, cast

from tests.discord_description import check_request, needs_description
from tests.e2e.driver import Json
from tests.e2e.feeds import choose_feed
from tests.e2e.scenes import FILM, write_review
from tests.e2e.setting_up import choose_digest
from tests.e2e.stage import Stage

TEMPLATES = {
    r"/applications/\d+/commands": "/applications/{application_id}/commands",
    r"/interactions/\d+/[^/]+/callback": "/interactions/{interaction_id}/{interaction_token}/callback",
    r"/webhooks/\d+/[^/]+/messages/@original": "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
    r"/webhooks/\d+/[^/]+": "/webhooks/{webhook_id}/{webhook_token}",
    r"/channels/\d+/messages": "/channels/{channel_id}/messages",
    r"/channels/\d+/messages/\d+": "/channels/{channel_id}/messages/{message_id}",
}


def template_of(request: Json) -> str:
    """Discord's name for the path of a request."""
    path = request["path"].partition("?")[0]
    return next(template for pattern, template in TEMPLATES.items() if re.fullmatch(pattern, path))


def with_ids(body: Any) -> Any:
    """The same with the numbers of files and chosen channels as strings: the description knows ids only as such."""
    if isinstance(body, list):
        return [with_ids(part) for part in cast("list[Any]", body)]

    if not isinstance(body, dict):
        return body

    found = cast("Json", body)
    named = {
        key: [one | {"id": str(one["id"])} for one in found[key]]
        for key in ("attachments", "default_values")
        if key in found
    }
    return {key: with_ids(part) for key, part in found.items()} | named


@needs_description
async def test_every_request_of_a_tour_is_as_discord_describes_it(stage: Stage) -> None:
    alice, bob = stage.alice, stage.bob
    await alice.complete("film", title="pic")
    card = await alice.slash("film", title=FILM)
    await alice.click(card.message, "See more films")
    await bob.click(card.message, "Watchlist")
    await write_review(alice, text="Refused.", watched_on="someday")
    post = await write_review(alice, watched_on="", text="Long words. " * 330, tags="one, two", boxes=["is_rewatch"])
    await write_review(alice, text="Edited.")
    await bob.slash("rate", film=FILM, rating=3)
    await bob.slash("reviews")
    await bob.slash("help")
    await bob.slash("film", title="Frankenstein")
    panel = await alice.click(post.message, "More")
    question = await alice.click(panel.message, "Delete")
    done = await alice.click(question.message, "Delete it")
    await stage.settled()
    await alice.click(done.message, "Undo")
    await stage.settled()
    await bob.click(post.message, "Like")
    await stage.settled()
    opened = await bob.click(post.message, "More")
    await bob.click(opened.message, "Liked (1)")
    nothing = await alice.slash("film", title="Qwertz Garden Party")
    refused = await alice.submit(await alice.click(nothing.message, "Add it by hand"), year="soon")
    form = await alice.click(refused.message, "Back to my form")
    added = await alice.submit(form, year="1998", link="https://example.org/")
    await alice.click(added.message, "Edit film")
    await alice.complete("marquee merge", film="qwertz")
    await alice.complete("marquee unmerge", merge="")
    question = await alice.slash("marquee merge", film="Qwertz Garden Party", into=FILM)
    united = await alice.click(question.message, "Merge")
    await alice.click(united.message, "Undo")
    feed = await choose_feed(alice)
    await alice.click(feed.message, "Send a test post")
    digest = await choose_digest(alice)
    await alice.click(digest.message, "Send a test post")
    zone = await alice.click(digest.message, "Time zone…")
    await alice.submit(zone, zone="australia")
    await alice.choices("marquee settings", timezone="")
    settings = await alice.slash("marquee settings")
    await alice.choose(settings.message, "Spoilers and rankings")
    await alice.slash("spoilers")
    await alice.slash("privacy delete")
    await stage.settled()

    sent = [request for request in await stage.requests() if request["method"] != "GET" and request["body"]]

    assert len(sent) > 15

    for request in sent:
        check_request(request["method"], template_of(request), with_ids(request["body"]))
