"""A long work that somebody watches: what it is at, and whether it should stop."""

from threading import Event


class Stopped(Exception):
    """Who asked for it does not want it any more."""


class Watched:
    """Told by the one who works, looked at by the one who waits, from two threads."""

    def __init__(self) -> None:
        self.stage = ""
        self._stop = Event()

    def at(self, stage: str) -> None:
        """Says what is begun now.

        Raises:
            Stopped: where `stop` was called.
        """
        if self._stop.is_set():
            raise Stopped
        self.stage = stage

    def stop(self) -> None:
        self._stop.set()

    @property
    def stopped(self) -> bool:
        return self._stop.is_set()
