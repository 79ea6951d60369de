"""How each setting came to what it is: every entry that set it, unset it or took that back."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.ledger.entry import Entry
from core.ledger.ledger import Ledger
from core.ledger.plan import SETTING, UNDO
from core.protocol.setting import Setting
from core.protocol.settings import Settings
from dashboard.kept import kept


@dataclass(frozen=True)
class Turn:
    """What a setting was from an entry on; `chosen` is `None` where it was unset then."""

    entry: Entry
    chosen: Setting | None


@kept(4)
def course(ledger: Ledger, version: int) -> dict[str, tuple[Turn, ...]]:
    """By setting its turns up to an entry, the newest first."""
    found: dict[str, list[Turn]] = {name: [] for name in Settings.model_fields}
    before = Settings()
    for entry in _setting(ledger.entries(last=version)):
        after = ledger.settings(entry.seq)
        for name, turns in found.items():
            if after.chosen(name) != before.chosen(name):
                turns.insert(0, Turn(entry, after.chosen(name)))
        before = after
    return {name: tuple(turns) for name, turns in found.items()}


def _setting(entries: Sequence[Entry]) -> list[Entry]:
    """The entries that may have changed a setting."""
    return [entry for entry in entries if entry.action in (SETTING, UNDO)]
