"""Avatars, drawn: a coloured disc with a small symmetric pattern, different for every user."""

import hashlib
import struct
import zlib
from functools import lru_cache

SIZE = 128
_CELLS = 5
_MARGIN = 29
_BACKGROUNDS = (
    *((0x58, 0x65, 0xA8), (0x3B, 0x82, 0x6B), (0xA8, 0x55, 0x47), (0x7A, 0x5A, 0x9E), (0x2F, 0x7C, 0x9B)),
    *((0x9B, 0x6B, 0x2F), (0x8A, 0x4A, 0x72), (0x4F, 0x74, 0x3A)),
)
_INK = (0xFF, 0xF4, 0xE0)


@lru_cache(maxsize=256)
def draw_avatar(seed: str) -> bytes:
    """A PNG for a seed, always the same for the same one."""
    digest = hashlib.blake2b(seed.encode(), digest_size=16).digest()
    color = _BACKGROUNDS[digest[0] % len(_BACKGROUNDS)]
    rows = bytearray()
    for y in range(SIZE):
        rows.append(0)  # each row of a PNG begins with its filter, here none
        for x in range(SIZE):
            rows += _pixel(x, y, color, digest)

    return _png(bytes(rows))


def _pixel(x: int, y: int, color: tuple[int, int, int], digest: bytes) -> bytes:
    radius = SIZE / 2
    if (x + 0.5 - radius) ** 2 + (y + 0.5 - radius) ** 2 > radius**2:
        return b"\x00\x00\x00\x00"

    cell = (SIZE - 2 * _MARGIN) / _CELLS
    column, row = int((x - _MARGIN) // cell), int((y - _MARGIN) // cell)
    if not (0 <= column < _CELLS and 0 <= row < _CELLS):
        return bytes((*color, 255))

    mirrored = min(column, _CELLS - 1 - column)
    is_inked = digest[1 + row] >> mirrored & 1
    return bytes((*(_INK if is_inked else color), 255))


def _png(rows: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
