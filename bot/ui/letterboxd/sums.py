"""What an import comes to, in lines: films, what is new, what is here. No I/O."""

from bot.ui.text import words
from data.models import ImportState, ImportSums, ImportView


def what_is_told(view: ImportView) -> list[str]:
    """How many films the files tell of, and which of them are known. Never empty."""
    sums, about = view.sums, view.about
    is_over = about.state is not ImportState.READY
    unknown = _fate_of_unknown(sums.unknown, is_kept=about.keeps_unknown, is_over=is_over)
    unsure = (
        "left out, since you did not choose which they are" if is_over else "for you to choose: several could be meant"
    )
    lines = [
        f"**{sums.sure:,}** of {words(sums.films, 'film')} found",
        _line(sums.unsure, unsure),
        _line(sums.unknown, f"that nothing here knows, which {unknown}"),
        _line(sums.left_out, "left out, or gone from this server meanwhile" if is_over else "left out as you said"),
        _line(about.fault_count, "skipped: files, or lines of them, that I can't read"),
    ]
    return [line for line in lines if line]


def _fate_of_unknown(count: int, *, is_kept: bool, is_over: bool) -> str:
    """What becomes of so many films that nothing here knows, or became of them."""
    is_one = count == 1

    if is_kept:
        verb = "became" if is_over else "becomes" if is_one else "become"
        return f"{verb} {'a film' if is_one else 'films'} of this server's own"

    now, then = ("is", "was") if is_one else ("are", "were")
    return f"{then if is_over else now} left out"


def new_lines(sums: ImportSums) -> list[str]:
    """What is new; empty where nothing is."""
    counts = (
        words(sums.reviews, "review"),
        words(sums.ratings, "rating"),
        words(sums.viewings, "viewing"),
        words(sums.likes, "like"),
        words(sums.wanted, "film") + " for your watchlist",
        words(sums.watches, "viewing of a film", "viewings of films")
        + " without a rating or a review: private, for your diary",
    )
    amounts = (sums.reviews, sums.ratings, sums.viewings, sums.likes, sums.wanted, sums.watches)
    return [f"• {said}" for amount, said in zip(amounts, counts, strict=True) if amount]


def here_lines(sums: ImportSums) -> list[str]:
    """What of it is here; empty where nothing is."""
    lines = [
        _line(sums.same, "of which everything is here: they stay as they are", "film"),
        _line(
            sums.newer_there,
            "newer on Letterboxd: that takes the place of yours here, which stays as an earlier version",
            "film",
        ),
        _line(sums.newer_here, "newer here: yours stays, and a text that is new becomes an earlier version", "film"),
    ]
    return [line for line in lines if line]


def brings_nothing(view: ImportView) -> bool:
    """Whether all that it would bring as it stands is here already."""
    sums = view.sums
    return sums.same == sums.sure and not (sums.unknown and view.about.keeps_unknown)


def what_goes(sums: ImportSums) -> str:
    """What would go again with an import, as a part of a sentence; empty where nothing of it can be counted."""
    counts = (
        (sums.reviews, words(sums.reviews, "review")),
        (sums.ratings, words(sums.ratings, "rating")),
        (sums.viewings + sums.watches, words(sums.viewings + sums.watches, "viewing")),
    )
    found = [said for amount, said in counts if amount]
    return " and ".join([", ".join(found[:-1]), *found[-1:]] if len(found) > 1 else found)


def _line(count: int, said: str, noun: str = "") -> str:
    """A line about so many; empty for none."""
    if not count:
        return ""

    return f"• **{words(count, noun)}** {said}" if noun else f"• **{count:,}** {said}"
