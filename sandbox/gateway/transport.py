"""How the gateway's messages are written: plain, or compressed as one stream."""

import importlib
import zlib
from collections.abc import Callable
from typing import Any

Encode = Callable[[str], str | bytes]


def encoder(compression: str | None) -> Encode | None:
    """What writes a message for a connection with that `compress` parameter; None if it is not to be had."""
    if not compression:
        return lambda text: text

    if compression == "zlib-stream":
        return _zlib_stream()

    return _zstd_stream() if compression == "zstd-stream" else None


def _zlib_stream() -> Encode:
    stream = zlib.compressobj()
    # The flush ends each message with the bytes 00 00 FF FF, by which clients know that it is whole.
    return lambda text: stream.compress(text.encode()) + stream.flush(zlib.Z_SYNC_FLUSH)


def _zstd_stream() -> Encode | None:
    try:
        module: Any = importlib.import_module("zstandard")
    except ImportError:
        return None

    stream = module.ZstdCompressor().compressobj()
    flush_block: int = module.COMPRESSOBJ_FLUSH_BLOCK
    return lambda text: stream.compress(text.encode()) + stream.flush(flush_block)
