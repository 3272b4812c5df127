"""A form whose film is not known any more when it is sent."""

from pathlib import Path

import aiohttp
import pytest

from data.catalogue.local import LocalCatalogue
from tests.e2e.scenes import FILM
from tests.e2e.stage import staged


async def test_text_of_a_form_goes_back_to_its_author_when_the_film_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with staged(tmp_path) as stage:
        form = await stage.alice.slash("review", film=FILM)
        monkeypatch.setattr(LocalCatalogue, "load", lambda: LocalCatalogue([]))
        await stage.restart_bot()

        answer = await stage.alice.submit(form, text="Not lost.", rating=["9"])

        async with (
            aiohttp.ClientSession() as session,
            session.get(answer.message["attachments"][0]["url"]) as file,
        ):
            returned = await file.text()

    assert answer.is_private
    assert "don't know this film any more" in answer.text
    assert returned == "Film: imdb:tt2852470\nRating: 4.5 out of 5\n\nNot lost.\n"
