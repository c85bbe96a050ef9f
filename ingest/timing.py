"""How long a piece of work will still take, from how long it has taken so far."""

from __future__ import annotations

import time

_EVERY = 5.0
_TELLING = 0.02
"""The share of the work that must be done before the time left can be told."""


class Countdown:
    """Counts from when it was made."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._said = self._start

    def seconds_left(self, done: float, total: float) -> float | None:
        """Seconds left at the pace so far, or None while too little is done to tell."""
        if not total or done / total < _TELLING:
            return None
        return round((time.monotonic() - self._start) * (total - done) / done, 1)

    def is_due(self) -> bool:
        """Whether some seconds have gone since this was last true."""
        now = time.monotonic()
        if now - self._said < _EVERY:
            return False
        self._said = now
        return True

    def in_words(self, seconds: float | None) -> str:
        """The time left as the end of a sentence; nothing when it is short or can't be told."""
        if seconds is None or seconds < 2:
            return ""
        return f", about {seconds:.0f} s left" if seconds < 120 else f", about {seconds / 60:.0f} min left"
