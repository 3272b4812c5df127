"""Which shapes suit which films."""

from collections.abc import Callable
from random import Random

from bot.ui.pictures.canvas import Canvas
from bot.ui.pictures.shapes import (
    beams,
    blinds,
    dots,
    frames,
    hills,
    orbits,
    rays,
    shards,
    skyline,
    strips,
    sun,
    tiles,
    waves,
)
from data.models import Film

Motif = Callable[[Canvas], None]


def motif_of(film: Film, chance: Random) -> Motif:
    """One of the motifs that suit the film's genres, or of all where they tell nothing."""
    suiting = [motif for genre, motifs in _BY_GENRE.items() if genre in film.genres for motif in motifs]
    return chance.choice(suiting or _ANY)


_ANY = (sun, hills, waves, frames, strips, dots, tiles, rays)

_BY_GENRE: dict[str, tuple[Motif, ...]] = {
    "Action": (shards, strips),
    "Adventure": (hills, waves, sun),
    "Animation": (tiles, waves),
    "Biography": (frames, strips),
    "Comedy": (tiles, sun, strips),
    "Crime": (blinds, skyline),
    "Documentary": (frames, dots),
    "Experimental": (dots, tiles, strips),
    "Family": (tiles, sun),
    "Fantasy": (orbits, hills),
    "Film noir": (blinds, skyline, beams),
    "History": (frames, rays),
    "Horror": (shards, orbits),
    "Music": (beams, rays),
    "Musical": (rays, beams),
    "Mystery": (blinds, frames),
    "Romance": (sun, waves),
    "Science fiction": (orbits, dots),
    "Silent": (rays, beams),
    "Sport": (strips, rays),
    "Thriller": (shards, skyline),
    "War": (shards, hills),
    "Western": (hills, sun),
}
