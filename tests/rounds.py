"""How often a test that draws its own luck is repeated: a little in `make test`, more in `make prove`."""

import os


def rounds(few: int) -> int:
    """`few`, multiplied by what MARQUEE_ROUNDS asks for."""
    return few * int(os.environ.get("MARQUEE_ROUNDS", "1"))
