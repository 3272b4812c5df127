"""Durations, and how they are printed."""

from collections.abc import Sequence
from statistics import median


def percentile(durations_s: Sequence[float], share: float) -> float:
    """The duration below which `share` of all stay, in seconds."""
    ordered = sorted(durations_s)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def print_comparison(what: str, of_bot: Sequence[float], of_plain_bot: Sequence[float]) -> None:
    """Print one line: the bot against the one that does nothing, in milliseconds."""
    bot_ms, plain_ms = median(of_bot) * 1000, median(of_plain_bot) * 1000
    bot_p99_ms, plain_p99_ms = (percentile(durations_s, 0.99) * 1000 for durations_s in (of_bot, of_plain_bot))
    figures = (bot_ms, bot_p99_ms, plain_ms, plain_p99_ms, bot_ms - plain_ms)
    print(f"{what:<38}{len(of_bot):>5}" + "".join(f"{ms:>9.1f}" for ms in figures) + f"{bot_ms / plain_ms:>8.2f}")


def print_alone(what: str, of_bot: Sequence[float]) -> None:
    """Print one line: the bot where a plain one has nothing to compare, in milliseconds."""
    print(f"{what:<38}{len(of_bot):>5}{median(of_bot) * 1000:>9.1f}{percentile(of_bot, 0.99) * 1000:>9.1f}")


def print_head() -> None:
    """Print the line above the comparisons."""
    print(f"{'':<43}{'Marquee':>18}{'plain bot':>18}{'Marquee − plain':>18}")
    print(f"{'milliseconds':<38}{'times':>5}{'median':>9}{'p99':>9}{'median':>9}{'p99':>9}{'median':>9}{'ratio':>8}")
