"""How often a test that draws its own luck is repeated: a little in `make test`, more in `make prove`."""

import os

PROVE = 20
"""What `make prove` sets MARQUEE_ROUNDS to."""


def rounds(few: int, proof: int | None = None) -> int:
    """`few`, times what MARQUEE_ROUNDS asks for; or such a part of `proof` that `make prove` makes all of it."""
    asked = int(os.environ.get("MARQUEE_ROUNDS", "1"))
    return few * asked if proof is None or asked == 1 else max(few, proof * asked // PROVE)
