"""Text is stored as written, whatever it is made of."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.models import TEXT_LIMIT, Draft, ReviewForm
from data.store import Store
from tests.builders import ALICE, GUILD, NOW, a_content, a_film, an_author

ROUNDS = int(os.environ.get("MARQUEE_ROUNDS", "1"))

NASTY = {
    "a zero byte, kept: SQLite counts bytes and Discord's JSON can carry it": "before\x00after",
    "control characters": "".join(map(chr, range(32))) + "\x7f\x80\x9f",
    "line ends of every kind": "one\r\ntwo\rthree\nfour\u2028five\u2029six\x85",
    "blanks at both ends": "  \n\ttext\u00a0\u3000 ",
    "emoji joined, coloured and flags": "👨‍👩‍👧‍👦🏽‍🦰👋🏿🇰🇭🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "right to left, with its controls": "\u202eكفرناحوم\u202c \u2067שלום\u2069 \u200f",
    "accents apart and together": "e\u0301 é Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G",
    "invisible characters": "\ufeff\u200b\u2060\u00ad\u034f\ufffe\uffff\U000e0001\U0010ffff",
    "words of SQL": "'); DROP TABLE reviews; -- ? ?1 :a @b $c \" ` % _ \\",
    "markup": "@everyone <@1> <t:1:R> [a](<https://example.org>) ||b|| ```c``` > d # e",
    "scripts of the world": "អង្គរ ภาพ தமிழ் 七人の侍 기생충 हिन्दी አማርኛ ᎣᏏᏲ 𐎠𐎡𐎢",
}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
async def test_four_thousand_nasty_characters_come_back_unchanged(store: Store, text: str) -> None:
    whole = (text * TEXT_LIMIT)[:TEXT_LIMIT]
    content = a_content(text="x" + whole[1:], tags=[text[:40], "tag"])

    saved = await store.reviews.save(GUILD, an_author(), a_film(), content, NOW)

    assert (await store.reviews.get(saved.review.id)).content == content


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
async def test_a_draft_and_a_name_keep_nasty_characters_too(store: Store, text: str) -> None:
    form = ReviewForm(text=text, watched_on=text, tags=text)
    await store.members.see(GUILD, an_author(name=text), NOW)

    await store.drafts.keep(GUILD, ALICE, Draft(film_key=a_film().key, form=form, saved_at=NOW))

    draft = await store.drafts.find(GUILD, ALICE, a_film().key, NOW)
    saved = await store.reviews.rate(GUILD, an_author(), a_film(), 1, NOW)
    assert draft is not None
    assert draft.form == form
    assert saved.review.author.name == text


async def test_an_imported_text_may_be_far_longer_than_a_form_holds(store: Store) -> None:
    content = a_content(text="A sentence of a very long review. " * 30_000)

    saved = await store.reviews.save(GUILD, an_author(), a_film(), content, NOW)

    assert (await store.reviews.get(saved.review.id)).content == content


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("half \ud83d only", "half \ufffd only"),
        ("\udc00", "\ufffd"),
        ("\ud83c\udfac in two halves", "🎬 in two halves"),
    ],
)
async def test_half_a_character_is_replaced_and_the_rest_kept(store: Store, typed: str, kept: str) -> None:
    form = ReviewForm(text=typed, watched_on=typed, tags=typed)
    await store.members.see(GUILD, an_author(name=typed), NOW)
    await store.drafts.keep(GUILD, ALICE, Draft(film_key=a_film().key, form=form, saved_at=NOW))

    saved = await store.reviews.save(GUILD, an_author(), a_film(2), a_content(text=typed, tags=[typed]), NOW)

    draft = await store.drafts.find(GUILD, ALICE, a_film().key, NOW)
    assert (saved.review.content.text, saved.review.content.tags, saved.review.author.name) == (kept, (kept,), kept)
    assert draft is not None
    assert draft.form == ReviewForm(text=kept, watched_on=kept, tags=kept)


@settings(
    max_examples=60 * ROUNDS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # the store is the same for all examples: each overwrites the review of the one before
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1), tags=st.lists(st.text(), max_size=4))
async def test_any_text_comes_back_unchanged(store: Store, text: str, tags: list[str]) -> None:
    content = a_content(rating=5, text=text, tags=tags)

    saved = await store.reviews.save(GUILD, an_author(), a_film(), content, NOW)

    assert (await store.reviews.get(saved.review.id)).content == content
