"""What there is, in a few lines, with commands that can be clicked."""

from collections.abc import Mapping, Sequence

from bot.ui.answer import Answer
from bot.ui.embeds import GOLD, Embed
from bot.ui.film_details import ATTRIBUTIONS
from bot.ui.names import server_name
from data.models import Source

_LINES = (
    ("film", "look a film up: who made it, what it is about, what this server thinks"),
    ("review", "write or edit your review: stars, text, spoilers, tags"),
    ("rate", "give stars without writing"),
    ("reviews", "browse what members wrote, by film, member, rating or time"),
    ("top", "the films that this server rates highest, by time, genre, decade, country, director or member"),
    ("digest", "the week so far, and every past one: best films, best-liked review, who wrote most"),
    ("watchlist show", "the films that you want to see; `random` picks one of them"),
    ("diary", "everything that you watched, month by month, over all your servers"),
    ("letterboxd import", "bring your diary along from Letterboxd, as often as you like"),
    ("letterboxd export", "take what you wrote here along, as files that Letterboxd can import"),
    ("letterboxd link", "let what you log on Letterboxd come in here, or see how that fares; `unlink` ends it"),
    ("spoilers", "whether spoilers of films that you have reviewed open at once"),
    ("privacy delete", "delete everything I keep about you"),
    ("help", "this page"),
)

_ADMIN_LINES = (
    ("marquee setup", "step by step: where new reviews and the weekly digest go, and what members see"),
    ("marquee settings", "everything that is chosen, to be changed one by one"),
    ("marquee diagnose", "what works, what does not, and what mends it"),
    ("marquee merge", "make one film of a film that a member added and one that I know"),
    ("marquee unmerge", "make two films of them again"),
)
"""What is only for those who may manage the server: others are not offered it either."""

_ANYWHERE = frozenset({"diary", "spoilers", "privacy delete", "help"})
"""What also works in a direct message."""


def mention(command_ids: Mapping[str, int], name: str) -> str:
    """The command as Discord makes it clickable, or its name where its id is not known."""
    command_id = command_ids.get(name.split(maxsplit=1)[0])
    return f"</{name}:{command_id}>" if command_id else f"`/{name}`"


def help_page(
    command_ids: Mapping[str, int],
    *,
    is_direct: bool = False,
    is_admin: bool = False,
    sources: Sequence[Source] = (),
) -> Answer:
    """Everything a member can do, and one who may manage the server (`is_admin`).

    In a direct message (`is_direct`) most of it is for servers, and says so. `sources` are those whose data is used.
    """
    lines = [
        f"{f'`/{name}`' if is_direct and name not in _ANYWHERE else mention(command_ids, name)} · {what}"
        for name, what in (*_LINES, *(_ADMIN_LINES if is_admin else ()))
    ]
    title = "Film reviews, in your servers" if is_direct else "Film reviews for this server"
    embed = Embed(title=title, description="\n".join(lines), colour=GOLD)
    embed.add_field(
        name="Good to know",
        value=(
            "Ratings go from ½ to ★★★★★. Put \\|\\|spoilers\\|\\| between two bars on each side, or tick the box:"
            " they stay hidden until somebody asks."
            "\nOpen a review of yours to edit it, to give it a longer text from a file, to see what it said before,"
            " or to delete it."
            "\nA film that I don't know can be added by hand, for this server: I offer that where I find none."
            f"\nWhat you write in {'a' if is_direct else 'this'} server stays there, and you can delete it any time."
        ),
        inline=False,
    )

    if sources:
        embed.set_footer(text=" ".join(ATTRIBUTIONS[source] for source in sources))

    return Answer(embeds=(embed,))


def hello(command_ids: Mapping[str, int], guild_name: str) -> Answer:
    """What a server reads when the bot joins it."""
    embed = Embed(
        title="Hello! I keep this server's film reviews.",
        description=(
            f"Look a film up with {mention(command_ids, 'film')}, review it with {mention(command_ids, 'review')},"
            f" and see what others in {server_name(guild_name, 100)} thought with {mention(command_ids, 'reviews')}."
            f"\n{mention(command_ids, 'help')} shows everything I can do. I never ping anyone."
            f"\nReviews are posted where they are written. Whoever manages this server can give them a channel of"
            f" their own, and have a digest of every week, with {mention(command_ids, 'marquee setup')}."
        ),
        colour=GOLD,
    )
    return Answer(embeds=(embed,))
