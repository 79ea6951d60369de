"""What is known of a subject before a file is read: the detective's third witness, beside the header and the plausible range."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from core.facts.fact import Fact
from core.facts.records import Lab


@dataclass(frozen=True, slots=True)
class Known:
    """The results of one subject that stand, in the order they were told, and its birth date and sex where recorded."""

    labs: Sequence[Fact[Lab]] = ()
    birth_date: date | None = None
    sex: str | None = None


class History(Protocol):
    """Asks a store, or nobody."""

    def subject(self, subject_id: str) -> Known | None:
        """What stands of a subject; `None` where nobody has told of it."""

    def anybody(self) -> bool:
        """Whether anything stands of anyone: in an empty store every subject is new, and that says nothing."""


class Nobody:
    """The history of a file that is judged by itself."""

    def subject(self, subject_id: str) -> Known | None:
        return None

    def anybody(self) -> bool:
        return False


NOBODY = Nobody()
