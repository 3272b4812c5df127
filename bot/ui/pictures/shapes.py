"""What a poster shows above or below its title: plain shapes in the film's colours, drawn with its chance."""

import math
from collections.abc import Iterator

from bot.ui.pictures.canvas import Canvas, Point
from bot.ui.pictures.colours import Rgb, mix


def sun(on: Canvas) -> None:
    """A great disc behind a horizon, and its reflection in bars."""
    x, y = on.width * on.chance.uniform(0.35, 0.65), on.height * on.chance.uniform(0.46, 0.56)
    radius = min(on.width, on.height) * on.chance.uniform(0.34, 0.42)
    sky, sea = on.palette.shade, mix(on.palette.ground, on.palette.second, 0.75)
    on.box(0, 0, on.width, on.height, sky)
    on.disc((x, y), radius * 1.36, mix(sky, on.palette.accent, 0.28))
    on.disc((x, y), radius, on.palette.accent)
    horizon = y + radius * 0.28
    on.box(0, horizon, on.width, on.height, sea)

    for number in range(7):
        top = horizon + radius * (0.10 + 0.2 * number)
        half = radius * (0.98 - 0.13 * number) * on.chance.uniform(0.8, 1.0)
        on.box(x - half, top, x + half, top + radius * (0.11 - 0.008 * number), on.palette.accent)


def rays(on: Canvas) -> None:
    """Beams from a low centre, as of a curtain call."""
    x, y = on.width * on.chance.uniform(0.4, 0.6), on.height * on.chance.uniform(0.72, 0.95)
    beams, far = on.chance.choice((18, 22, 26)), on.width + on.height
    turn = on.chance.uniform(0, math.tau)
    on.box(0, 0, on.width, on.height, on.palette.shade)

    for number in range(beams):
        begin = turn + math.tau * number / beams
        end = begin + math.pi / beams
        colour = on.palette.accent if number % 2 else on.palette.second
        on.area([(x, y), _at((x, y), far, begin), _at((x, y), far, end)], colour)

    radius = on.width * on.chance.uniform(0.2, 0.27)
    on.disc((x, y), radius * 1.16, on.palette.ground)
    on.disc((x, y), radius, on.palette.ink)


def blinds(on: Canvas) -> None:
    """Light through a blind, and a moon behind it."""
    slats = on.chance.choice((9, 11, 13))
    pitch = on.height / slats
    x, y = on.width * on.chance.uniform(0.55, 0.75), on.height * on.chance.uniform(0.3, 0.45)
    on.box(0, 0, on.width, on.height, on.palette.accent)
    on.disc((x, y), on.width * 0.26, on.palette.ink)
    slope = on.chance.uniform(-0.16, 0.16) * on.width

    for number in range(-4, slats + 4):
        top, thick = pitch * number, pitch * (0.34 + 0.46 * max(0, number) / slats)
        colour = on.palette.ground if number % 3 else mix(on.palette.ground, on.palette.second, 0.35)
        left, right = top + slope / 2, top - slope / 2
        on.area([(0, left), (on.width, right), (on.width, right + thick), (0, left + thick)], colour)


def hills(on: Canvas) -> None:
    """Ridge before ridge, each nearer to the ground's colour, and a low sun."""
    on.box(0, 0, on.width, on.height, mix(on.palette.shade, on.palette.accent, 0.22))
    on.disc(
        (on.width * on.chance.uniform(0.25, 0.75), on.height * on.chance.uniform(0.26, 0.38)),
        on.width * on.chance.uniform(0.14, 0.2),
        on.palette.accent,
    )
    ridges = 5

    for number in range(ridges):
        share = number / (ridges - 1)
        base = on.height * (0.42 + 0.13 * number)
        points = _ridge(on, base, on.height * (0.17 - 0.015 * number))
        on.area([(0, on.height), *points, (on.width, on.height)], mix(on.palette.second, on.palette.ground, share))


def tiles(on: Canvas) -> None:
    """Quarters of discs and triangles in a grid, like cut paper."""
    columns = on.chance.choice((3, 4, 4))
    side = on.width / columns
    colours = (on.palette.accent, on.palette.second, on.palette.ink, on.palette.shade)

    for row in range(math.ceil(on.height / side)):
        for column in range(columns):
            left, top = column * side, row * side
            back, front = on.chance.sample(colours, 2)
            on.box(left, top, left + side + 1, top + side + 1, back)
            _tile(on, (left, top), side, front)


def dots(on: Canvas) -> None:
    """A printer's screen: dots that grow towards a point."""
    across = on.chance.choice((11, 13, 15))
    pitch = on.width / across
    x, y = on.width * on.chance.uniform(0.2, 0.8), on.height * on.chance.uniform(0.2, 0.8)
    reach = math.hypot(max(x, on.width - x), max(y, on.height - y))
    on.box(0, 0, on.width, on.height, on.palette.shade)

    for row in range(-1, int(on.height / pitch) + 2):
        for column in range(-1, across + 1):
            at = ((column + 0.5 + (row % 2) / 2) * pitch, (row + 0.5) * pitch)
            near = max(0.0, 1 - math.dist(at, (x, y)) / reach)
            colour = on.palette.accent if near > 0.62 else on.palette.second
            on.disc(at, pitch * (0.06 + 0.52 * near**1.4), colour)


def orbits(on: Canvas) -> None:
    """Rings about a body, with others on their way round it."""
    x, y = on.width * on.chance.uniform(0.3, 0.7), on.height * on.chance.uniform(0.42, 0.62)
    unit = min(on.width, on.height)
    on.box(0, 0, on.width, on.height, on.palette.shade)

    for _ in range(60):
        at = (on.chance.uniform(0, on.width), on.chance.uniform(0, on.height))
        on.disc(at, unit * on.chance.uniform(0.002, 0.006), mix(on.palette.shade, on.palette.ink, 0.8))

    on.disc((x, y), unit * 0.17, on.palette.accent)

    for number in range(5):
        radius = unit * (0.28 + 0.13 * number)
        on.ring((x, y), radius, unit * 0.008, mix(on.palette.shade, on.palette.ink, 0.55))
        where = _at((x, y), radius, on.chance.uniform(0, math.tau))
        colour = on.palette.second if number % 2 else on.palette.ink
        on.disc(where, unit * on.chance.uniform(0.025, 0.055), colour)


def shards(on: Canvas) -> None:
    """Splinters that point at one place."""
    x, y = on.width * on.chance.uniform(0.3, 0.7), on.height * on.chance.uniform(0.35, 0.6)
    far = on.width + on.height
    on.box(0, 0, on.width, on.height, on.palette.shade)
    angle = on.chance.uniform(0, 1)
    colours = (on.palette.accent, on.palette.ground, on.palette.second, on.palette.accent, on.palette.ground)

    while angle < math.tau:
        breadth = on.chance.uniform(0.10, 0.34)
        tip = _at((x, y), on.width * on.chance.uniform(0.02, 0.16), angle + breadth / 2)
        points = [tip, _at((x, y), far, angle), _at((x, y), far, angle + breadth)]
        on.area(points, on.chance.choice(colours))
        angle += breadth + on.chance.uniform(0.03, 0.2)


def beams(on: Canvas) -> None:
    """Two spotlights on a floor."""
    on.box(0, 0, on.width, on.height, mix(on.palette.ground, (0, 0, 0), 0.25))
    floor = on.height * 0.86
    stage = on.width * on.chance.uniform(0.42, 0.58)

    for side, colour in ((-0.15, on.palette.second), (1.15, on.palette.accent)):
        x, half = on.width * side, on.width * 0.3
        on.area([(x, -on.height * 0.1), (stage - half, floor), (stage + half, floor)], colour)

    half, depth = on.width * 0.3, on.height * 0.075
    on.draw.ellipse((stage - half, floor - depth, stage + half, floor + depth), fill=on.palette.ink)
    on.disc((stage, floor - on.height * 0.27), on.width * 0.055, on.palette.ground)
    foot, shoulder = on.width * 0.085, on.width * 0.06
    top, bottom = floor - on.height * 0.2, floor + depth * 0.2
    on.area(
        [(stage - shoulder, top), (stage + shoulder, top), (stage + foot, bottom), (stage - foot, bottom)],
        on.palette.ground,
    )


def skyline(on: Canvas) -> None:
    """A city by night, with some who are still awake."""
    on.box(0, 0, on.width, on.height, mix(on.palette.shade, on.palette.second, 0.35))
    moon = (on.width * on.chance.uniform(0.2, 0.8), on.height * on.chance.uniform(0.18, 0.3))
    on.disc(moon, on.width * 0.13, on.palette.accent)

    for layer in range(2):
        left = -on.width * 0.05
        colour = mix(on.palette.second, on.palette.ground, 0.45 if layer == 0 else 0.94)

        while left < on.width:
            breadth = on.width * on.chance.uniform(0.09, 0.19)
            top = on.height * (on.chance.uniform(0.28, 0.6) + 0.16 * layer)
            on.box(left, top, left + breadth, on.height, colour)

            if layer:
                _windows(on, left, top, breadth)

            left += breadth * on.chance.uniform(0.92, 1.1)


def waves(on: Canvas) -> None:
    """Band over band of long waves."""
    bands = on.chance.choice((6, 7, 8))
    colours = (on.palette.accent, mix(on.palette.accent, on.palette.second, 0.5), on.palette.second, on.palette.ground)
    on.box(0, 0, on.width, on.height, on.palette.shade)
    length, phase = on.width * on.chance.uniform(0.55, 0.95), on.chance.uniform(0, math.tau)

    for number in range(bands):
        base = on.height * (0.2 + 0.8 * number / bands)
        swing = on.height * on.chance.uniform(0.04, 0.07)
        shift = phase + number * 1.1
        steps = 60
        points = [
            (on.width * step / steps, base + swing * math.sin(shift + math.tau * on.width * step / steps / length))
            for step in range(steps + 1)
        ]
        on.area([(0, on.height), *points, (on.width, on.height)], colours[number % len(colours)])


def frames(on: Canvas) -> None:
    """Picture within picture, the last one left open."""
    x, y = on.width * on.chance.uniform(0.42, 0.58), on.height * on.chance.uniform(0.42, 0.58)
    steps = 6
    colours = (on.palette.accent, on.palette.shade, on.palette.second)

    for number in range(steps):
        rest = 1 - number / steps
        left, right = x - x * rest, x + (on.width - x) * rest
        top, bottom = y - y * rest, y + (on.height - y) * rest
        on.box(left, top, right, bottom, on.palette.ground if number == steps - 1 else colours[number % 3])


def strips(on: Canvas) -> None:
    """Upright stripes of all breadths, cut by a disc in other colours."""
    colours = (on.palette.accent, on.palette.second, on.palette.shade, on.palette.ground)
    x, y = on.width * on.chance.uniform(0.35, 0.65), on.height * on.chance.uniform(0.4, 0.6)
    radius, left, number = min(on.width * on.chance.uniform(0.26, 0.36), on.height * 0.4), 0.0, 0

    while left < on.width:
        breadth = on.width * on.chance.choice((0.03, 0.05, 0.09, 0.14))
        on.box(left, 0, left + breadth + 1, on.height, colours[number % 4])
        _slice(on, (x, y), radius, (left, left + breadth), colours[(number + 2) % 4])
        left, number = left + breadth, number + 1


def _at(centre: Point, distance: float, angle: float) -> Point:
    return centre[0] + distance * math.cos(angle), centre[1] + distance * math.sin(angle)


def _ridge(on: Canvas, base: float, height: float) -> list[Point]:
    """Peaks and saddles from edge to edge."""
    points: list[Point] = []
    x = -on.width * on.chance.uniform(0, 0.1)
    is_peak = on.chance.random() < 0.5

    while x < on.width * 1.15:
        rise = height * on.chance.uniform(0.45, 1.0) if is_peak else height * on.chance.uniform(-0.1, 0.2)
        points.append((x, base - rise))
        x += on.width * on.chance.uniform(0.1, 0.24)
        is_peak = not is_peak

    return points


def _tile(on: Canvas, corner: Point, side: float, colour: Rgb) -> None:
    left, top = corner
    right, bottom = left + side, top + side
    turn = on.chance.randrange(4)

    match on.chance.randrange(4):
        case 0:
            corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
            del corners[turn]
            on.area(corners, colour)
        case 1:
            on.disc((left + side / 2, top + side / 2), side * 0.34, colour)
        case _:
            # A quarter of a disc about one of the corners.
            x, y = (left, right, right, left)[turn], (top, top, bottom, bottom)[turn]
            on.draw.pieslice((x - side, y - side, x + side, y + side), turn * 90, turn * 90 + 90, fill=colour)


def _windows(on: Canvas, left: float, top: float, breadth: float) -> None:
    pitch = on.width * 0.032

    for x in _steps(left + pitch * 0.7, left + breadth - pitch * 0.9, pitch):
        for y in _steps(top + pitch, on.height, pitch * 1.4):
            if on.chance.random() < 0.16:
                on.box(x, y, x + pitch * 0.5, y + pitch * 0.7, on.palette.accent)


def _slice(on: Canvas, centre: Point, radius: float, sides: tuple[float, float], colour: Rgb) -> None:
    """The part of a disc between two uprights."""
    steps = 32
    edges = [sides[0] + (sides[1] - sides[0]) * step / steps - centre[0] for step in range(steps + 1)]
    xs = [max(-radius, min(radius, edge)) for edge in edges]

    if xs[0] == xs[-1]:
        return

    above = [(centre[0] + x, centre[1] - math.sqrt(radius * radius - x * x)) for x in xs]
    on.area([*above, *((x, 2 * centre[1] - y) for x, y in reversed(above))], colour)


def _steps(begin: float, end: float, step: float) -> Iterator[float]:
    while begin < end:
        yield begin
        begin += step
