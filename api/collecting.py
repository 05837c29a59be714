"""How often the processes of the command line look for garbage in cycles."""

from __future__ import annotations

import gc

EACH = 10_000
"""Objects made, less those freed, between two looks: Python's own 700 is for programs that hold little.

The language model, the registry and the rules are a million objects that stay. Looking through them took a quarter
of the time until the first document was read, and a twentieth of the rest; cycles are hardly made here.
"""


def rarely() -> None:
    """Let this process look for garbage less often; for processes of our own, not for a library's user."""
    gc.set_threshold(EACH, *gc.get_threshold()[1:])
