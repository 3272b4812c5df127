from typing import Any

import discord
import pytest
from discord import SelectOption

from bot.client import Marquee
from bot.ui.answer import Answer, Attachment, owns_message
from bot.ui.components import button, option, select
from bot.ui.custom_ids import Cancel, ChooseFilm, ChooseReview, Forget, OpenReview
from bot.ui.router import Press
from tests.bot.ui.messages import items, labels, sent

ALICE, BOB = "3", "4"
EPHEMERAL = 1 << 6


PICTURE = Attachment("poster-1.png", b"picture", "A poster")


def pressed_by_alice(bot: Marquee, *, asked_by: str | None, flags: int = 0, thumbnail: str | None = None) -> Press:
    """Alice's press on a message that answers a command of `asked_by`, or no command at all."""
    person = {"username": "x", "discriminator": "0", "avatar": None}
    message: Any = {
        "id": "7",
        "channel_id": "8",
        "author": person | {"id": "2", "bot": True},
        "content": "",
        "timestamp": "2026-11-20T18:30:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [{"type": "rich", "thumbnail": {"url": thumbnail}}] if thumbnail else [],
        "components": [],
        "pinned": False,
        "type": 20,
        "flags": flags,
    }

    if asked_by is not None:
        message["interaction_metadata"] = {
            "id": "9",
            "type": 2,
            "user": person | {"id": asked_by},
            "authorizing_integration_owners": {},
        }

    payload: Any = {
        "id": "1",
        "application_id": "2",
        "type": 3,
        "token": "t",
        "version": 1,
        "user": person | {"id": ALICE},
        "channel": {"id": "8", "type": 1, "recipients": []},
        "channel_id": "8",
        "message": message,
        "data": {"custom_id": "v1:cancel", "component_type": 2},
        "entitlements": [],
        "authorizing_integration_owners": {},
        "attachment_size_limit": 10,
    }
    return discord.Interaction(data=payload, state=bot._connection)  # pyright: ignore[reportPrivateUsage]  (no other door)


def test_further_files_go_along_after_the_first() -> None:
    answer = Answer(content="x", attachment=PICTURE, further=(Attachment("a.csv", b"a"), Attachment("b.csv", b"b")))

    assert [file.filename for file in answer.files()] == ["poster-1.png", "a.csv", "b.csv"]


class TestRows:
    def test_rows_stand_as_they_were_given(self) -> None:
        answer = Answer(
            content="x",
            rows=((button("A", Cancel()), button("B", Forget())), (select("C", ChooseFilm(), [option("D", "d")]),)),
        )

        rows = sent(answer.with_rows((button("E", OpenReview(review=1)),)))["components"]

        assert [[item.get("label", "select") for item in row["components"]] for row in rows] == [
            ["A", "B"],
            ["select"],
            ["E"],
        ]

    def test_adding_rows_leaves_the_answer_as_it_was(self) -> None:
        answer = Answer(content="x", rows=((button("A", Cancel()),),))
        answer.with_rows((button("B", Forget()),))

        assert labels(sent(answer)) == ["A"]

    def test_answer_can_be_sent_again(self) -> None:
        answer = Answer(content="x", rows=((button("A", Cancel()),), (select("C", ChooseFilm(), [option("D", "d")]),)))

        assert sent(answer) == sent(answer)

    async def test_views_are_not_kept_by_discord_py(self) -> None:
        view = Answer(content="x", rows=((button("A", Cancel()),),)).view()

        assert view.is_finished()
        assert view.timeout is None


class TestAttachment:
    def test_file_holds_the_text(self) -> None:
        answer = Answer(content="x", attachment=Attachment("my-review.txt", "Every\nword ж".encode()))

        names = [(file.filename, file.fp.read().decode()) for file in answer.files()]
        again = [file.fp.read().decode() for file in answer.files()]

        assert names == [("my-review.txt", "Every\nword ж")]
        assert again == ["Every\nword ж"]

    def test_without_one_there_are_no_files(self) -> None:
        assert Answer(content="x").files() == []

    def test_picture_goes_with_its_alternative_text(self) -> None:
        (file,) = Answer(attachment=PICTURE).files()

        assert (file.filename, file.description, file.fp.read()) == ("poster-1.png", "A poster", b"picture")

    @pytest.mark.parametrize(
        ("address", "is_sent"),
        [
            ("https://cdn.discordapp.com/attachments/8/9/poster-1.png?ex=6&is=7&hm=8", False),
            ("https://cdn.discordapp.com/ephemeral-attachments/8/9/poster-1.png", False),
            ("https://cdn.discordapp.com/attachments/8/9/poster-2.png", True),
            ("https://image.tmdb.org/t/p/w342/other-poster-1.png", True),
            ("attachment://poster-1.png", True),
            (None, True),
        ],
    )
    async def test_picture_that_the_message_shows_is_not_sent_again(
        self,
        bot: Marquee,
        address: str | None,
        is_sent: bool,  # noqa: FBT001  (drawn from the table)
    ) -> None:
        message = pressed_by_alice(bot, asked_by=ALICE, thumbnail=address).message

        assert (Answer(attachment=PICTURE).files_for(message) is not discord.utils.MISSING) is is_sent

    async def test_answer_without_a_picture_takes_away_what_the_message_shows(self, bot: Marquee) -> None:
        shown = "https://cdn.discordapp.com/attachments/8/9/poster-1.png"

        assert Answer(content="x").files_for(pressed_by_alice(bot, asked_by=ALICE, thumbnail=shown).message) == []


class TestComponents:
    def test_words_are_cut_to_what_discord_takes(self) -> None:
        long = "word " * 100
        answer = Answer(
            content="x", rows=((button(long, Cancel()),), (select(long, ChooseReview(), [option(long, "v", long)]),))
        )

        pressed, chosen = items(sent(answer))

        assert (len(pressed["label"]), len(chosen["placeholder"])) == (80, 150)
        assert len(chosen["options"][0]["label"]) == len(chosen["options"][0]["description"]) == 100

    def test_select_takes_the_first_25_options(self) -> None:
        made = select("C", ChooseReview(), [option(str(number), str(number)) for number in range(40)])

        assert [one.value for one in made.options] == [str(number) for number in range(25)]

    def test_option_without_visible_words_still_has_a_label(self) -> None:
        made: SelectOption = option("\u200b", "v", "\u200b")

        assert (made.label, made.description) == ("–", None)

    def test_button_without_visible_words_still_has_a_label(self) -> None:
        assert button("\u200b", Cancel()).label == "–"


class TestWhoseMessage:
    @pytest.mark.parametrize(
        ("asked_by", "flags", "is_own"),
        [(ALICE, 0, True), (BOB, 0, False), (None, 0, False), (None, EPHEMERAL, True), (BOB, EPHEMERAL, True)],
        ids=["own", "another's", "posted unasked", "private", "private copy"],
    )
    async def test_message_belongs_to_the_one_who_asked(
        self,
        bot: Marquee,
        asked_by: str | None,
        flags: int,
        is_own: bool,  # noqa: FBT001  (drawn from the table)
    ) -> None:
        assert owns_message(pressed_by_alice(bot, asked_by=asked_by, flags=flags)) is is_own
