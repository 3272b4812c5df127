"""Whatever a member writes: stored as it is, and nothing but text wherever it is shown."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.services.feed import FeedPage
from bot.services.films import FilmCard
from bot.ui import limits
from bot.ui.answer import Answer
from bot.ui.embeds import hides_text, review_post
from bot.ui.feed import feed_page
from bot.ui.film_card import film_card
from bot.ui.lists import feed_list
from bot.ui.reviews import open_review
from bot.ui.text import pages
from data.models import Film, FilmId, Review, ReviewContent, ReviewFilter, Score
from data.store import Store
from tests.bot.ui.messages import assert_harmless
from tests.bot.ui.things import SECRET, contents, hidden_contents, names, titles
from tests.builders import GUILD, NOW, a_film, an_author
from tests.rounds import rounds

ANY_TEXT = settings(
    max_examples=rounds(100, 10_000),
    deadline=None,
    database=None,
    # The store is the same for all examples: each overwrites the review of the one before.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)

whole_names = names.map(lambda name: name.encode(errors="replace").decode())


@pytest.mark.timeout(rounds(60))
@ANY_TEXT
@given(content=st.one_of(contents(), hidden_contents), name=whole_names, title=titles)
async def test_any_text_comes_back_unchanged_and_is_harmless_wherever_it_is_shown(
    store: Store, content: ReviewContent, name: str, title: str
) -> None:
    author, film = an_author(name=name), a_film(title=title)
    await store.members.see(GUILD, author, NOW)

    saved = await store.reviews.save(GUILD, author, film, content, NOW)

    review = await store.reviews.get(saved.review.id)
    assert review.content.says_the_same(content)
    assert review.author.name == name

    for answer in _shown_to_all(review, film):
        message = assert_harmless(answer)
        assert SECRET not in str(message) or not hides_text(content)

    for answer in _leaves(review):
        assert_harmless(answer)


def _shown_to_all(review: Review, film: Film) -> Iterator[Answer]:
    """Every public message that shows the review."""
    yield review_post(review)
    yield film_card(FilmCard(film=film, film_id=FilmId(1), score=Score(), newest=(review,) * 3), review.author.name)
    page = FeedPage(
        wanted=ReviewFilter(),
        film=None,
        reviews=(review,),
        number=1,
        count=1,
        is_count_exact=True,
        has_earlier=False,
        has_later=False,
    )
    yield feed_page(page, review.author.name, is_private=False)
    yield feed_list([review], 1)


def _leaves(review: Review) -> Iterator[Answer]:
    """The open review, leaf after leaf."""
    for number in range(1, max(1, len(pages(review.content.text, limits.EMBED_DESCRIPTION))) + 1):
        yield open_review(review, number, is_author=False, is_moderator=True, is_liked=False)
