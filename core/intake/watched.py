"""A long work that somebody watches: what it is at, and whether it should stop."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock


class Stopped(Exception):
    """Who asked for it does not want it any more."""


class Watched:
    """Told by the one who works, looked at by the one who waits, from two threads."""

    def __init__(self) -> None:
        self.stage = ""
        self._stop = Event()
        self._ending: Callable[[], None] | None = None
        self._lock = Lock()

    def at(self, stage: str) -> None:
        """Says what is begun now.

        Raises:
            Stopped: where `stop` was called.
        """
        if self._stop.is_set():
            raise Stopped
        self.stage = stage

    def stop(self) -> None:
        with self._lock:
            self._stop.set()
            if self._ending is not None:
                self._ending()

    @contextmanager
    def ending(self, end: Callable[[], None]) -> Iterator[None]:
        """Whoever waits for something that does not look here says how to end it: `stop` calls that at once.

        Raises:
            Stopped: afterwards, where it was called.
        """
        with self._lock:
            self._ending = end
        try:
            if self.stopped:
                end()
            yield
        finally:
            with self._lock:
                self._ending = None
        if self.stopped:
            raise Stopped

    @property
    def stopped(self) -> bool:
        return self._stop.is_set()
