from typing import Any

import pytest

from sandbox.errors import FieldErrors, Json
from sandbox.validate.embeds import check_embeds

from .refusals import NO_LIST, NO_MODEL, REQUIRED, Limit, at_least, at_most, each, longest, refusal


def said(embeds: object) -> dict[str, list[tuple[str, str]]]:
    errors = FieldErrors()
    check_embeds(embeds, ("embeds",), errors)
    return refusal(errors.raise_if_any)


def with_field(name: str, value: str) -> Json:
    return {"fields": [{"name": name, "value": value}]}


def titled(**keys: Any) -> Json:
    return {"title": "t", **keys}


URL = "https://example.com/"
LIMITS = [
    Limit("title", {"title": "x" * 256}, {"title": "x" * 257}, "title", *longest(256)),
    Limit("description", {"description": "x" * 4096}, {"description": "x" * 4097}, "description", *longest(4096)),
    Limit("field name", with_field("x" * 256, "v"), with_field("x" * 257, "v"), "fields.0.name", *longest(256)),
    Limit("field value", with_field("n", "x" * 1024), with_field("n", "x" * 1025), "fields.0.value", *longest(1024)),
    Limit("blank field name", with_field("\u200b", "v"), with_field("  ", "v"), "fields.0.name", *REQUIRED),
    Limit("empty field value", with_field("n", "v"), with_field("n", ""), "fields.0.value", *REQUIRED),
    Limit(
        "missing field value",
        with_field("n", "v"),
        {"fields": [{"name": "n"}]},
        "fields.0.value",
        *REQUIRED,
    ),
    Limit(
        "number of fields",
        {"fields": [{"name": "n", "value": "v"}] * 25},
        {"fields": [{"name": "n", "value": "v"}] * 26},
        "fields",
        *longest(25),
    ),
    Limit(
        "footer",
        {"footer": {"text": "x" * 2048}},
        {"footer": {"text": "x" * 2049}},
        "footer.text",
        *longest(2048),
    ),
    Limit("author", {"author": {"name": "x" * 256}}, {"author": {"name": "x" * 257}}, "author.name", *longest(256)),
    Limit(
        "picture's text",
        {"thumbnail": {"url": URL, "description": "x" * 1024}},
        {"thumbnail": {"url": URL, "description": "x" * 1025}},
        "thumbnail.description",
        *longest(1024),
    ),
    Limit(
        "length of an address",
        titled(url=URL + "x" * (2048 - len(URL))),
        titled(url=URL + "x" * (2049 - len(URL))),
        "url",
        *longest(2048),
    ),
    Limit("largest colour", titled(color=0xFFFFFF), titled(color=0x1000000), "color", *at_most(16777215)),
    Limit("smallest colour", titled(color=0), titled(color=-1), "color", *at_least(0)),
    Limit(
        "colour's type",
        titled(color=1),
        titled(color="red"),
        "color",
        "NUMBER_TYPE_COERCE",
        'Value "red" is not int.',
    ),
    Limit(
        "timestamp",
        titled(timestamp="2024-05-01T12:00:00.000Z"),
        titled(timestamp="yesterday"),
        "timestamp",
        "DATE_TIME_TYPE_PARSE",
        "Could not parse yesterday. Should be ISO8601.",
    ),
    Limit(
        "timestamp's year",
        titled(timestamp="9999-12-31T00:00:00+00:00"),
        titled(timestamp="+010000-08-22T00:00:00.000Z"),
        "timestamp",
        "DATE_TIME_TYPE_PARSE",
        "Could not parse +010000-08-22T00:00:00.000Z. Should be ISO8601.",
    ),
    Limit(
        "timestamp's type",
        titled(timestamp=None),
        titled(timestamp=12),
        "timestamp",
        "DATE_TIME_TYPE_PARSE",
        "Could not parse 12. Should be ISO8601.",
    ),
    Limit(
        "inline",
        {"fields": [{"name": "n", "value": "v", "inline": True}]},
        {"fields": [{"name": "n", "value": "v", "inline": 1}]},
        "fields.0.inline",
        "BOOLEAN_TYPE_CONVERT",
        "Must be either true or false.",
    ),
    Limit(
        "text's type",
        {"title": "5"},
        {"title": 5},
        "title",
        "STRING_TYPE_CONVERT",
        'Could not interpret "5" as string.',
    ),
    Limit("fields' type", titled(fields=[]), titled(fields="n"), "fields", *NO_LIST),
    Limit("footer's type", titled(footer=None), titled(footer="f"), "footer", *NO_MODEL),
    Limit(
        "timestamp within the calendar",
        titled(timestamp="0001-01-02T00:00:00+05:00"),
        titled(timestamp="0001-01-01T00:00:00+05:00"),
        "timestamp",
        "DATE_TIME_TYPE_PARSE",
        "Could not parse 0001-01-01T00:00:00+05:00. Should be ISO8601.",
    ),
    Limit(
        "not only an icon",
        {"footer": {"text": "f", "icon_url": URL}},
        {"footer": {"icon_url": URL}},
        "description",
        *REQUIRED,
    ),
    Limit("something in it", {"image": {"url": URL}}, {"color": 1}, "description", *REQUIRED),
    Limit("not only blanks", {"title": "t"}, {"title": "   "}, "description", *REQUIRED),
]


@each(LIMITS)
def test_an_embed_within_its_limits_is_taken_and_one_beyond_is_refused(limit: Limit) -> None:
    assert said([limit.kept]) == {}
    assert said([limit.broken]) == {f"embeds.0.{limit.place}": [(limit.code, limit.message)]}


def test_a_message_has_ten_embeds_and_no_more() -> None:
    assert said([{"title": "t"}] * 10) == {}
    assert said([{"title": "t"}] * 11) == {"embeds": [longest(10)]}


def test_all_embeds_of_a_message_together_hold_six_thousand_characters() -> None:
    first = {
        "title": "t" * 100,
        "description": "d" * 2900,
        "fields": [{"name": "n" * 200, "value": "v" * 800}],
    }
    second = {"description": "d" * 1000, "footer": {"text": "f" * 900}, "author": {"name": "a" * 100}}
    one_more = {**second, "description": "d" * 1001}

    assert said([first, second]) == {}
    assert said([first, one_more]) == {
        "embeds": [("MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")]
    }


def test_characters_are_counted_and_not_bytes() -> None:
    assert said([{"title": "🎬" * 256}]) == {}


@pytest.mark.parametrize("embeds", [None, []])
def test_no_embeds_are_fine(embeds: object) -> None:
    assert said(embeds) == {}


def test_embeds_that_are_no_list_are_refused() -> None:
    assert said({"title": "t"}) == {"embeds": [NO_LIST]}


def test_an_embed_that_is_no_object_is_refused_at_its_place() -> None:
    assert said([{"title": "t"}, "t"]) == {"embeds.1": [NO_MODEL]}


def test_keys_that_discord_does_not_know_are_ignored() -> None:
    assert said([{"title": "t", "type": "rich", "flags": 0, "colour": "red"}]) == {}


WEB = "Scheme must be one of ('http', 'https')."


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", f'Scheme "" is not supported. {WEB}'),
        ("undefined", f'Scheme "undefined" is not supported. {WEB}'),
        ("ftp://example.com", f'Scheme "ftp" is not supported. {WEB}'),
        ("attachment://poster.png", f'Scheme "attachment" is not supported. {WEB}'),
        ("javascript:alert(1)", f'Scheme "javascript" is not supported. {WEB}'),
        ("https://", "Not a well formed URL."),
        ("https:example.com", "Not a well formed URL."),
        ("https://exa mple.com", "Not a well formed URL."),
        ("https://example.com:port/", "Not a well formed URL."),
        ("https://[::1", "Not a well formed URL."),
    ],
)
def test_an_address_that_does_not_lead_to_the_web_is_refused(url: str, message: str) -> None:
    [(place, [(_, words)])] = said([{"title": "t", "url": url}]).items()

    assert (place, words) == ("embeds.0.url", message)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:4000/a.png", "https://example.com/é?a=b#c", "HTTPS://EXAMPLE.COM", "https://[::1]/"],
)
def test_a_well_formed_address_is_taken(url: str) -> None:
    assert said([{"title": "t", "url": url}]) == {}


@pytest.mark.parametrize("picture", ["image", "thumbnail"])
def test_a_picture_may_be_a_file_of_the_same_message(picture: str) -> None:
    assert said([{picture: {"url": "attachment://poster.png"}}]) == {}
    assert said([{picture: {"url": "attachment://"}}]) == {
        f"embeds.0.{picture}.url": [("URL_TYPE_INVALID_URL", "Not a well formed URL.")]
    }


def test_icons_may_be_files_of_the_same_message() -> None:
    icon = "attachment://icon.png"

    assert said([{"author": {"name": "a", "icon_url": icon}, "footer": {"text": "f", "icon_url": icon}}]) == {}


def test_everything_that_is_wrong_is_told_at_once() -> None:
    assert set(said([{"title": "x" * 257, "color": -1, "url": ""}])) == {
        "embeds.0.title",
        "embeds.0.color",
        "embeds.0.url",
    }
