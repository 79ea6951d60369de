"""Why the ledger did not do what it was asked, in sentences for people that name no patient. Where one is raised, nothing was stored."""

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection

from core.ledger.entry import Entry

AGAIN = "try again: the same command is never done twice"


class NoLedger(Exception):
    """There is no ledger there that may be used."""


class Stale(Exception):
    """What the plan rests on has changed since it was made; `since` are the entries that changed it."""

    def __init__(self, since: tuple[Entry, ...]) -> None:
        named = f" by entry {', '.join(str(entry.seq) for entry in since)}" if since else ""
        super().__init__(f"what this rests on was changed{named} since it was shown; nothing was saved. Look at it again")
        self.since = since


class Unsound(Exception):
    """The plan contradicts itself or the ledger."""


class KeyUsed(Exception):
    """The key belongs to another command."""

    def __init__(self) -> None:
        super().__init__("this key was used for another command already; nothing was saved")


class ReadOnly(Exception):
    """Nothing may be written; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"nothing was saved: the ledger can only be read. {reason}")
        self.reason = reason


class Busy(Exception):
    """Somebody else is writing."""

    def __init__(self) -> None:
        super().__init__("another save is running; yours was NOT saved. Try again in a moment")


class NoName(Exception):
    """The name that is acted under is none."""

    def __init__(self) -> None:
        super().__init__("the name you act under is no name; expected 1 to 80 characters that can be seen; nothing was saved")


class StoreFault(Exception):
    """The database or its disk failed."""


_SQLITE = {
    "SQLITE_FULL": "the disk is full; nothing was saved",
    "SQLITE_READONLY": "the store's file cannot be written; nothing was saved",
    "SQLITE_CANTOPEN": "the store's file cannot be opened",
    "SQLITE_CORRUPT": "the store's file is damaged; restore a backup",
    "SQLITE_NOTADB": "the store's file is no ledger",
    "SQLITE_IOERR": f"the disk failed; {AGAIN}",
}
_POSTGRES = {
    "53": "the database server has no room left; nothing was saved",
    "25006": "the database can only be read; nothing was saved",
    "42501": "the database's role has no right to do that; nothing was saved",
    "42P01": "the database holds no ledger",
    "08": f"the database server cannot be reached; {AGAIN}",
    "57P": f"the database server cannot be reached; {AGAIN}",
}
_LOCKED = ("55P03", "57014")
_CLASHED = ("40001", "40P01", "23505")


def clashed(fault: SQLAlchemyError) -> bool:
    """Whether the database gave the transaction up because of another, so that it may be tried anew."""
    return _state(fault).startswith(_CLASHED)


def refusal(fault: SQLAlchemyError) -> Busy | StoreFault:
    """What failed, in words. Never the database's own: they may hold what was to be stored."""
    if isinstance(fault, NoConnection):
        return Busy()
    name = getattr(getattr(fault, "orig", None), "sqlite_errorname", "")
    state = _state(fault)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or state.startswith((*_LOCKED, *_CLASHED)):
        return Busy()
    told = [said for start, said in _SQLITE.items() if name.startswith(start)] + [
        said for start, said in _POSTGRES.items() if state.startswith(start)
    ]
    if not told and isinstance(fault, OperationalError) and not (name or state):  # the server is not there to say what is wrong
        told = [_POSTGRES["08"]]
    return StoreFault(told[0] if told else f"the store failed ({name or state or type(fault).__name__}); {AGAIN}")


def _state(fault: SQLAlchemyError) -> str:
    """PostgreSQL's code of what failed, empty where there is none."""
    return getattr(getattr(fault, "orig", None), "sqlstate", None) or ""
