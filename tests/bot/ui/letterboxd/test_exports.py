from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from bot.services.exports import Export, ExportFile
from bot.ui import limits
from bot.ui.letterboxd.exports import export_answers
from tests.bot.ui.messages import constructs, sent
from tests.bot.ui.things import names, some

MEGABYTE = 1_000_000


def an_export(*sizes: int, films: int = 14, wanted: int = 0) -> Export:
    files = tuple(
        ExportFile(name=f"marquee-diary-{number}.csv", content=bytes(size)) for number, size in enumerate(sizes)
    )
    return Export(files=files, films=films, reviews=10, viewings=17, wanted=wanted)


@some(20)
@given(st.lists(st.integers(1, MEGABYTE), min_size=1, max_size=40), names)
def test_every_file_comes_once_in_order_and_no_message_holds_more_than_discord_takes(
    sizes: list[int], guild_name: str
) -> None:
    export = an_export(*sizes)

    answers = export_answers(export, guild_name)

    for answer in answers:
        assert set(constructs(sent(answer))) <= {"link", "autolink"}
        assert 1 <= len(answer.files()) <= limits.FILES
        assert sum(len(file.fp.read()) for file in answer.files()) <= limits.FILES_BYTES

    sent_names = [file.filename for file in chain.from_iterable(answer.files() for answer in answers)]
    assert sent_names == [file.name for file in export.files]


def test_as_few_messages_are_sent_as_hold_the_files() -> None:
    counts = [len(export_answers(an_export(*sizes), "Night Owls")) for sizes in ([1], [1] * 10, [1] * 11)]
    large = export_answers(an_export(*[MEGABYTE] * 10), "Night Owls")

    assert counts == [1, 1, 2]
    assert [len(answer.files()) for answer in large] == [9, 1]


def test_first_message_says_what_the_files_hold_and_how_to_import_them() -> None:
    first, second = export_answers(an_export(*[1] * 11, wanted=3), "Night Owls")

    assert "14 films, 17 viewings, 10 reviews: what you rated and wrote in Night Owls" in first.content
    assert "**Your watchlist** · 3 films." in first.content
    assert "<https://letterboxd.com/import/>" in first.content
    assert "Likes" in first.content
    assert second.content == "Further files of your export:"


def test_what_is_not_in_the_files_is_not_spoken_of() -> None:
    (listed,) = export_answers(an_export(1, films=0, wanted=1), "Night Owls")
    (diary,) = export_answers(an_export(1), "Night Owls")

    assert "Your diary" not in listed.content
    assert "**Your watchlist** · 1 film." in listed.content
    assert "Your watchlist" not in diary.content
