"""Reading JSON as strictly as Discord does."""

import json


def parse_json(text: str | bytes) -> object:
    """The value of a JSON text, in UTF-8 if it comes as bytes. Raises ValueError.

    Python's own reader takes unpaired surrogates and numbers that are none (NaN, 1e999), which can then be neither
    kept nor sent; both are refused here, and so is what is nested too deeply.
    """
    try:
        value: object = json.loads(text.decode() if isinstance(text, bytes) else text)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError:
        raise ValueError("nested too deeply") from None

    return value
