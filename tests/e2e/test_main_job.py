"""The main job: look a film up, review it, read what others wrote; also after a restart."""

from tests.e2e.stage import Stage

FILM = "The Missing Picture"


async def test_titles_are_offered_while_typing(stage: Stage) -> None:
    offered = await stage.alice.complete("film", title="the missing pic")

    assert offered[0] == "The Missing Picture (2013) · Rithy Panh"


async def test_film_shows_a_complete_card_for_all(stage: Stage) -> None:
    card = await stage.alice.slash("film", title=FILM)

    assert not card.is_private
    assert card.labels == ["Add a review", "See all reviews", "See more films", "Watchlist"]

    for said in ("The Missing Picture (2013)", "L'image manquante", "Rithy Panh", "Randal Douc", "92 min", "Cambodia"):
        assert said in card.text


async def test_review_written_in_the_form_is_posted_as_an_embed(stage: Stage) -> None:
    card = await stage.alice.slash("film", title=FILM)
    form = await stage.alice.click(card.message, "Add a review")

    post = await stage.alice.submit(
        form, rating=["9"], text="Clay remembers.", watched_on="2026-11-01", tags="memory, clay", boxes=["is_liked"]
    )

    assert not post.is_private
    assert "The Missing Picture (2013) ★\u2060★\u2060★\u2060★\u2060½ ♥" in post.text
    assert "Clay remembers." in post.text
    assert "4.5 out of 5 · Watched 1 November 2026 · #memory #clay" in post.text
    assert post.message["embeds"][0]["author"]["name"] == "Alice"


async def test_every_button_lives_on_after_a_restart(stage: Stage) -> None:
    card = await stage.alice.slash("film", title=FILM)
    form = await stage.alice.click(card.message, "Add a review")
    post = await stage.alice.submit(form, rating=["8"], text="It stays with you.")
    await stage.restart_bot()

    assert (await stage.alice.click(card.message, "Add a review")).fields["text"] == "It stays with you."
    assert "It stays with you." in (await stage.bob.click(card.message, "See all reviews")).text
    assert "Rithy Panh" in (await stage.bob.click(card.message, "See more films")).text
    assert "watchlist" in (await stage.bob.click(card.message, "Watchlist")).text
    assert (await stage.bob.click(post.message, "Review it too")).kind == "modal"
    assert "Edit" in (await stage.alice.click(post.message, "More")).labels


async def test_form_opened_before_a_restart_is_saved_after_it(stage: Stage) -> None:
    form = await stage.alice.slash("review", film=FILM)
    await stage.restart_bot()

    post = await stage.alice.submit(form, text="Typed before, sent after.")

    assert "Typed before, sent after." in post.text
