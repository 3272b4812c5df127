"""Texts that are longer than the form, and the files that they come in."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.services import Services
from bot.services.review_forms import OpenedForm
from bot.services.text_files import LARGEST_FILE, read_text_file
from data.errors import FileTooLarge, FormRefused, NotAText, NothingSaid, NotYourReview, ReviewNotFound, TextTooLong
from data.models import LONG_TEXT_LIMIT, Change, Review, ReviewForm, shows_something
from data.store import Store
from tests.bot.services.films import FILM
from tests.bot.ui.things import some
from tests.builders import ALICE, BOB, GUILD, MINUTE, NOW, OTHER_GUILD, an_author

HERE = ReviewForm(rating=7, text="Here.", watched_on="2026-11-01", tags="slow", is_rewatch=True)
LONG = "A sentence of a long text. " * 400


async def alices_review(services: Services) -> Review:
    return (await services.reviews.submit(GUILD, an_author(), FILM, HERE, NOW)).review


class TestLongText:
    """A text that came from a file, too long for the form."""

    async def long_review(self, services: Services) -> Review:
        review = await alices_review(services)
        return (await services.reviews.replace_text(GUILD, an_author(), review.id, LONG, NOW)).review

    async def test_stays_out_of_the_form(self, services: Services) -> None:
        await self.long_review(services)

        opened = await services.reviews.form_for(GUILD, ALICE, FILM, NOW)

        details = HERE.model_copy(update={"text": None})
        assert opened == OpenedForm(form=details, is_draft=False, left_out=len(LONG))

    async def test_stays_when_the_form_is_sent(self, services: Services) -> None:
        await self.long_review(services)
        form = HERE.model_copy(update={"text": None, "rating": 2, "is_spoiler": True})

        saved = await services.reviews.submit(GUILD, an_author(), FILM, form, NOW + MINUTE)

        assert (saved.review.content.text, saved.review.content.rating) == (LONG, 2)
        assert saved.review.content.is_spoiler

    async def test_may_stand_without_a_rating(self, services: Services) -> None:
        await self.long_review(services)

        saved = await services.reviews.submit(GUILD, an_author(), FILM, ReviewForm(text=None), NOW + MINUTE)

        assert (saved.review.content.text, saved.review.content.rating) == (LONG, None)

    async def test_drops_the_draft_of_its_details(self, services: Services) -> None:
        await self.long_review(services)
        form = HERE.model_copy(update={"text": None, "rating": 2})
        await services.reviews.keep_draft(GUILD, ALICE, FILM, form, NOW)

        await services.reviews.submit(GUILD, an_author(), FILM, form, NOW)

        assert await services.reviews.form_for(GUILD, ALICE, FILM, NOW) == OpenedForm(form=form, left_out=len(LONG))

    async def test_draft_of_its_details_opens_with_a_text_that_fits_by_now(self, services: Services) -> None:
        review = await self.long_review(services)
        await services.reviews.keep_draft(GUILD, ALICE, FILM, HERE.model_copy(update={"text": None}), NOW)
        await services.reviews.replace_text(GUILD, an_author(), review.id, "Short.", NOW)

        opened = await services.reviews.form_for(GUILD, ALICE, FILM, NOW)

        assert opened == OpenedForm(form=HERE.model_copy(update={"text": "Short."}), is_draft=True)

    async def test_is_not_taken_along_unseen_into_another_server(self, services: Services) -> None:
        await self.long_review(services)

        opened = await services.reviews.form_for(OTHER_GUILD, ALICE, FILM, NOW)

        assert opened == OpenedForm(form=HERE.model_copy(update={"text": ""}), left_out=len(LONG))

    async def test_whose_review_is_gone_meanwhile_is_told(self, services: Services) -> None:
        review = await self.long_review(services)
        await services.reviews.delete(GUILD, ALICE, review.id, NOW, is_moderator=False)

        with pytest.raises(ReviewNotFound):
            await services.reviews.submit(GUILD, an_author(), FILM, HERE.model_copy(update={"text": None}), NOW)

        opened = await services.reviews.form_for(GUILD, ALICE, FILM, NOW)
        assert opened.form == ReviewForm()


class TestReplacingTheText:
    async def test_keeps_all_else_and_the_text_as_an_earlier_version(self, services: Services) -> None:
        review = await alices_review(services)

        saved = await services.reviews.replace_text(GUILD, an_author(), review.id, "x" * LONG_TEXT_LIMIT, NOW)

        version = await services.reviews.version(GUILD, ALICE, review.id, 1)
        assert saved.change is Change.EDITED
        assert saved.review.content == review.content.model_copy(update={"text": "x" * LONG_TEXT_LIMIT})
        assert version is not None
        assert version.revision.content == review.content

    @pytest.mark.parametrize(
        ("text", "refusal"), [("x" * (LONG_TEXT_LIMIT + 1), TextTooLong), (" \n\u200b", NothingSaid)]
    )
    async def test_takes_a_text_and_no_more_than_fits(
        self, services: Services, text: str, refusal: type[Exception]
    ) -> None:
        review = await alices_review(services)

        with pytest.raises(refusal):
            await services.reviews.replace_text(GUILD, an_author(), review.id, text, NOW)

        assert await services.reviews.get(GUILD, review.id) == review

    async def test_is_for_the_author_alone_and_in_its_server(self, services: Services) -> None:
        review = await alices_review(services)

        with pytest.raises(NotYourReview):
            await services.reviews.replace_text(GUILD, an_author(BOB), review.id, "Mine now.", NOW)

        with pytest.raises(ReviewNotFound):
            await services.reviews.replace_text(OTHER_GUILD, an_author(), review.id, "Elsewhere.", NOW)

    async def test_of_a_review_that_is_gone_writes_no_new_one(self, services: Services, store: Store) -> None:
        review = await alices_review(services)
        await services.reviews.delete(GUILD, ALICE, review.id, NOW, is_moderator=False)

        with pytest.raises(ReviewNotFound):
            await store.reviews.set_text(GUILD, an_author(), FILM, "Too late.", NOW)

        assert await store.reviews.find(GUILD, ALICE, FILM.key) is None


class TestFile:
    """What is read of a file."""

    @pytest.mark.parametrize(
        ("data", "text"),
        [
            ("Clay remembers. “Ça”".encode(), "Clay remembers. “Ça”"),
            ("Clay remembers.".encode("utf-8-sig"), "Clay remembers."),
            ("Ça reste. \U0001f3ac".encode("utf-16"), "Ça reste. \U0001f3ac"),
            (b"\xfe\xff" + "七人の侍".encode("utf-16-be"), "七人の侍"),
            (b"One.\r\nTwo.\rThree.\n", "One.\nTwo.\nThree.\n"),
            (b"  a\tb\x0c\n", "  a\tb\x0c\n"),
            (("\U0001f3ac" * LONG_TEXT_LIMIT).encode(), "\U0001f3ac" * LONG_TEXT_LIMIT),
            (("\U0001f3ac" * LONG_TEXT_LIMIT).encode("utf-16"), "\U0001f3ac" * LONG_TEXT_LIMIT),
        ],
        ids=["UTF-8", "with a mark", "UTF-16", "big-endian", "lines", "white space", "longest", "longest in UTF-16"],
    )
    def test_in_a_usual_encoding_is_read(self, data: bytes, text: str) -> None:
        assert read_text_file("review.txt", data) == text

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b" \n\n",
            b"\xef\xbb\xbf",
            b"\xff\xfe",
            "Ça".encode("latin-1"),
            "Clay".encode("utf-16-le"),
            "Clay".encode("utf-32"),
            b"Clay\0remembers",
            b"\xff\xfeabc",
            b"\xff\xfe\x00\xd8",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
            b"\x1b[31mred",
        ],
        ids=repr,
    )
    def test_without_a_text_is_refused_by_name(self, data: bytes) -> None:
        with pytest.raises(NotAText) as caught:
            read_text_file("review.txt", data)

        assert caught.value.name == "review.txt"

    def test_with_too_long_a_text_tells_its_length(self) -> None:
        with pytest.raises(TextTooLong) as caught:
            read_text_file("review.txt", b"x" * (LONG_TEXT_LIMIT + 1))

        assert (caught.value.length, caught.value.limit) == (LONG_TEXT_LIMIT + 1, LONG_TEXT_LIMIT)

    def test_that_is_too_large_is_not_looked_into(self) -> None:
        with pytest.raises(FileTooLarge) as caught:
            read_text_file("review.txt", b"\0" * (LARGEST_FILE + 1))

        assert (caught.value.size, caught.value.limit) == (LARGEST_FILE + 1, LARGEST_FILE)

    @some(300)
    @given(st.binary(max_size=200) | st.text(max_size=60).map(lambda text: text.encode("utf-16", "surrogatepass")))
    @example(b"\xff\xfe\xff\xfe")
    def test_of_any_content_is_a_text_or_refused(self, data: bytes) -> None:
        try:
            text = read_text_file("x", data)
        except FormRefused:
            return

        assert shows_something(text)
        assert "\0" not in text
        assert text.encode().decode() == text

    @some(200)
    @given(
        st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), max_size=60), st.sampled_from(["utf-8", "utf-16"])
    )
    def test_that_people_write_is_read_as_they_wrote_it(self, text: str, encoding: str) -> None:
        data = f"Clay. {text}".encode(encoding)

        assert read_text_file("x", data) == f"Clay. {text}"
