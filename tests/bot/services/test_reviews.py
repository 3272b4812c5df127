from datetime import date, timedelta

import pytest

from bot.services import Services
from data.errors import (
    BadWatchedOn,
    CannotRestore,
    NotYourReview,
    ReviewNotFound,
)
from data.models import (
    Change,
    GuildId,
    Review,
    ReviewForm,
    ReviewId,
    UserId,
)
from tests.bot.services.films import EXILE, FILM
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, an_author

MOD = BOB
HERE = ReviewForm(rating=7, text="Here.", watched_on="2026-11-01", tags="slow", is_rewatch=True)
ELSEWHERE = ReviewForm(rating=9, text="Elsewhere.", is_spoiler=True)
DRAFT = ReviewForm(rating=2, text="Draft.", watched_on="blursday")
SECOND = timedelta(seconds=1)


async def alices_review(services: Services, form: ReviewForm = HERE) -> Review:
    return (await services.reviews.submit(GUILD, an_author(), FILM, form, NOW)).review


class TestForm:
    """What the form opens with."""

    async def test_is_blank_for_a_film_never_reviewed(self, services: Services) -> None:
        assert (await services.reviews.form_for(GUILD, ALICE, FILM, NOW)).form == ReviewForm()

    async def test_has_the_review_of_this_server(self, services: Services) -> None:
        await alices_review(services)
        await services.reviews.submit(OTHER_GUILD, an_author(), FILM, ELSEWHERE, NOW + MINUTE)

        assert (await services.reviews.form_for(GUILD, ALICE, FILM, NOW)).form == HERE

    async def test_has_the_latest_of_another_server_where_there_is_none_here(self, services: Services) -> None:
        await alices_review(services)
        await services.reviews.submit(OTHER_GUILD, an_author(), FILM, ELSEWHERE, NOW + MINUTE)

        assert (await services.reviews.form_for(GUILD + 7, ALICE, FILM, NOW)).form == ELSEWHERE  # pyright: ignore[reportArgumentType]  (a third server)

    async def test_prefers_the_draft_to_both(self, services: Services) -> None:
        await alices_review(services)
        await services.reviews.submit(OTHER_GUILD, an_author(), FILM, ELSEWHERE, NOW)
        await services.reviews.keep_draft(GUILD, ALICE, FILM, DRAFT, NOW)

        assert (await services.reviews.form_for(GUILD, ALICE, FILM, NOW)).form == DRAFT

    async def test_review_changed_since_the_draft_comes_first_unless_the_draft_is_asked_for(
        self, services: Services
    ) -> None:
        await alices_review(services)
        await services.reviews.keep_draft(GUILD, ALICE, FILM, DRAFT, NOW)
        await services.reviews.rate(GUILD, an_author(), FILM, 1, NOW + MINUTE)

        opened = [
            await services.reviews.form_for(GUILD, ALICE, FILM, NOW + MINUTE, reopens=reopens)
            for reopens in (False, True)
        ]

        assert [(one.form, one.is_draft) for one in opened] == [
            (HERE.model_copy(update={"rating": 1}), False),
            (DRAFT, True),
        ]

    async def test_draft_belongs_to_its_server_film_and_author(self, services: Services) -> None:
        await services.reviews.keep_draft(GUILD, ALICE, FILM, DRAFT, NOW)

        others = [(OTHER_GUILD, ALICE, FILM), (GUILD, BOB, FILM), (GUILD, ALICE, EXILE)]
        assert [(await services.reviews.form_for(*other, NOW)).form for other in others] == [ReviewForm()] * 3

    async def test_forgets_a_draft_after_a_day(self, services: Services) -> None:
        await services.reviews.keep_draft(GUILD, ALICE, FILM, DRAFT, NOW)

        assert (await services.reviews.form_for(GUILD, ALICE, FILM, NOW + timedelta(hours=24))).form == DRAFT
        assert (
            await services.reviews.form_for(GUILD, ALICE, FILM, NOW + timedelta(hours=24, seconds=1))
        ).form == ReviewForm()

    async def test_never_has_another_members_review(self, services: Services) -> None:
        await alices_review(services)

        assert (await services.reviews.form_for(GUILD, BOB, FILM, NOW)).form == ReviewForm()


class TestSubmitting:
    async def test_drops_the_draft(self, services: Services) -> None:
        await services.reviews.keep_draft(GUILD, ALICE, FILM, DRAFT, NOW)
        await alices_review(services)

        assert (await services.reviews.form_for(GUILD, ALICE, FILM, NOW)).form == HERE

    async def test_refused_form_stores_nothing_and_keeps_the_draft(self, services: Services) -> None:
        await services.reviews.keep_draft(GUILD, ALICE, FILM, DRAFT, NOW)

        with pytest.raises(BadWatchedOn):
            await alices_review(services, DRAFT)

        assert (await services.reviews.form_for(GUILD, ALICE, FILM, NOW)).form == DRAFT
        assert (await services.privacy.counts(ALICE))["reviews"] == 0
        assert (await services.privacy.counts(ALICE))["servers"] == 0

    async def test_reads_the_date_in_the_members_language(self, services: Services) -> None:
        form = HERE.model_copy(update={"watched_on": "gestern"})

        saved = await services.reviews.submit(GUILD, an_author(), FILM, form, NOW, "de")

        assert saved.review.content.watched_on == date(2026, 11, 19)

    async def test_tells_what_it_did(self, services: Services) -> None:
        forms = (HERE, HERE, HERE.model_copy(update={"text": "Again."}))

        saved = [await services.reviews.submit(GUILD, an_author(), FILM, form, NOW) for form in forms]

        assert [result.change for result in saved] == [Change.NEW, Change.UNCHANGED, Change.EDITED]
        assert len({result.review.id for result in saved}) == 1

    async def test_remembers_the_author_as_shown_in_this_server(self, services: Services) -> None:
        await services.reviews.submit(GUILD, an_author(name="Alice"), FILM, HERE, NOW)
        await services.reviews.submit(OTHER_GUILD, an_author(name="Night Alice"), FILM, HERE, NOW)

        review = await alices_review(services)

        assert review.author.name == f"member {ALICE % 1000}"
        assert (
            await services.reviews.submit(OTHER_GUILD, an_author(name="A."), FILM, HERE, NOW)
        ).review.author.name == "A."


class TestRating:
    async def test_keeps_all_else(self, services: Services) -> None:
        await alices_review(services)

        saved = await services.reviews.rate(GUILD, an_author(), FILM, 1, NOW + MINUTE)

        assert saved.change is Change.EDITED
        assert (await services.reviews.form_for(GUILD, ALICE, FILM, NOW)).form == HERE.model_copy(update={"rating": 1})

    async def test_takes_nothing_from_another_server(self, services: Services) -> None:
        await services.reviews.submit(OTHER_GUILD, an_author(), FILM, ELSEWHERE, NOW)

        saved = await services.reviews.rate(GUILD, an_author(), FILM, 4, NOW)

        assert saved.review.content.text == ""


class TestOneReview:
    async def test_is_found_in_its_server(self, services: Services) -> None:
        review = await alices_review(services)

        assert await services.reviews.get(GUILD, review.id) == review

    async def test_of_another_server_does_not_exist(self, services: Services) -> None:
        review = await alices_review(services)

        with pytest.raises(ReviewNotFound):
            await services.reviews.get(OTHER_GUILD, review.id)

        for is_moderator in (True, False):
            with pytest.raises(ReviewNotFound):
                await services.reviews.delete(OTHER_GUILD, ALICE, review.id, NOW, is_moderator=is_moderator)

        assert await services.reviews.get(GUILD, review.id) == review

    async def test_that_never_was_does_not_exist(self, services: Services) -> None:
        with pytest.raises(ReviewNotFound):
            await services.reviews.get(GUILD, ReviewId(10**15 - 1))


class TestDeleting:
    @pytest.mark.parametrize(("actor", "is_moderator"), [(ALICE, False), (ALICE, True), (MOD, True)])
    async def test_is_for_the_author_and_for_moderators(
        self,
        services: Services,
        actor: int,
        is_moderator: bool,  # noqa: FBT001  (drawn from the table)
    ) -> None:
        review = await alices_review(services)

        deletion = await services.reviews.delete(GUILD, actor, review.id, NOW, is_moderator=is_moderator)  # pyright: ignore[reportArgumentType]  (an id from the table)

        assert (deletion.review, deletion.can_undo_until) == (review, NOW + 10 * MINUTE)

        with pytest.raises(ReviewNotFound):
            await services.reviews.get(GUILD, review.id)

    async def test_is_for_nobody_else(self, services: Services) -> None:
        review = await alices_review(services)

        with pytest.raises(NotYourReview) as caught:
            await services.reviews.delete(GUILD, BOB, review.id, NOW, is_moderator=False)

        assert caught.value.author_name == review.author.name
        assert await services.reviews.get(GUILD, review.id) == review

    async def test_happens_once(self, services: Services) -> None:
        review = await alices_review(services)
        await services.reviews.delete(GUILD, ALICE, review.id, NOW, is_moderator=False)

        with pytest.raises(ReviewNotFound):
            await services.reviews.delete(GUILD, ALICE, review.id, NOW, is_moderator=False)

    async def test_leaves_no_trace_in_form_score_and_feed(self, services: Services) -> None:
        review = await alices_review(services)
        await services.reviews.delete(GUILD, ALICE, review.id, NOW, is_moderator=False)

        card = await services.films.card(GUILD, FILM, NOW)
        assert (await services.reviews.form_for(GUILD, ALICE, FILM, NOW)).form == ReviewForm()
        assert (card.score.reviews, card.newest) == (0, ())


class TestUndoing:
    """A deleted review comes back for the one who deleted it, for ten minutes."""

    async def deleted_review(self, services: Services, *, by: UserId = ALICE) -> Review:
        review = await alices_review(services)
        await services.reviews.delete(GUILD, by, review.id, NOW, is_moderator=True)
        return review

    @pytest.mark.parametrize("by", [ALICE, MOD])
    async def test_brings_back_all_there_was(self, services: Services, by: UserId) -> None:
        await alices_review(services, ELSEWHERE)
        review = await self.deleted_review(services, by=by)

        restored = await services.reviews.restore(GUILD, by, review.id, NOW + 10 * MINUTE - SECOND)

        assert restored == review
        assert await services.reviews.count_versions(review.id) == 1
        assert len(await services.reviews.viewings(review.id)) == 2

    @pytest.mark.parametrize(("actor", "guild"), [(BOB, GUILD), (ALICE, OTHER_GUILD)])
    async def test_is_for_nobody_else_and_nowhere_else(self, services: Services, actor: UserId, guild: GuildId) -> None:
        review = await self.deleted_review(services)

        with pytest.raises(CannotRestore):
            await services.reviews.restore(guild, actor, review.id, NOW)

        assert await services.reviews.restore(GUILD, ALICE, review.id, NOW) == review

    async def test_comes_too_late_after_ten_minutes(self, services: Services) -> None:
        review = await self.deleted_review(services)

        with pytest.raises(CannotRestore) as caught:
            await services.reviews.restore(GUILD, ALICE, review.id, NOW + 10 * MINUTE)

        assert not caught.value.is_replaced

    async def test_twice_is_as_good_as_once(self, services: Services) -> None:
        review = await self.deleted_review(services)
        await services.reviews.restore(GUILD, ALICE, review.id, NOW)

        assert await services.reviews.restore(GUILD, ALICE, review.id, NOW) == review

    async def test_gives_way_to_a_review_written_since(self, services: Services) -> None:
        review = await self.deleted_review(services)
        since = (await services.reviews.submit(GUILD, an_author(), FILM, ELSEWHERE, NOW + MINUTE)).review

        with pytest.raises(CannotRestore) as caught:
            await services.reviews.restore(GUILD, ALICE, review.id, NOW + MINUTE)

        assert caught.value.is_replaced
        assert await services.reviews.get(GUILD, since.id) == since

    async def test_is_over_once_it_is_let_go(self, services: Services) -> None:
        review = await self.deleted_review(services)

        let_go = [
            await services.reviews.purge(NOW + 10 * MINUTE - SECOND),
            await services.reviews.purge(NOW + 10 * MINUTE),
        ]

        assert let_go == [0, 1]

        with pytest.raises(CannotRestore):
            await services.reviews.restore(GUILD, ALICE, review.id, NOW)


class TestVersions:
    async def edited_review(self, services: Services) -> Review:
        review = await alices_review(services, HERE.model_copy(update={"text": "First."}))

        for number, text in enumerate(("Second.", "Third."), 1):
            form = HERE.model_copy(update={"text": text})
            await services.reviews.submit(GUILD, an_author(), FILM, form, NOW + number * MINUTE)

        return review

    @pytest.mark.parametrize(("asked", "number", "text"), [(1, 1, "First."), (2, 2, "Second."), (9_999, 2, "Second.")])
    async def test_are_numbered_from_the_first(self, services: Services, asked: int, number: int, text: str) -> None:
        review = await self.edited_review(services)

        version = await services.reviews.version(GUILD, ALICE, review.id, asked)

        assert version is not None
        assert (version.number, version.count, version.revision.content.text) == (number, 2, text)
        assert version.revision.written_at == NOW + (number - 1) * MINUTE
        assert version.revision.replaced_at == NOW + number * MINUTE

    async def test_are_the_authors_alone(self, services: Services) -> None:
        review = await self.edited_review(services)

        with pytest.raises(NotYourReview):
            await services.reviews.version(GUILD, MOD, review.id, 1)

        with pytest.raises(ReviewNotFound):
            await services.reviews.version(OTHER_GUILD, ALICE, review.id, 1)

    async def test_of_a_review_as_it_was_written_are_none(self, services: Services) -> None:
        review = await alices_review(services)

        assert await services.reviews.version(GUILD, ALICE, review.id, 1) is None
