"""The readings in force: how each open question of the protocol is read (clinical reference 1.4), as one value that the rules follow."""

from dataclasses import dataclass

from core.protocol.choices import ACTUAL, BOTH, COLLECTION, COUNTS, MONTHS_24, PER_KG, RULED
from core.protocol.settings import Settings
from core.response.window import WINDOW


@dataclass(frozen=True, slots=True)
class InForce:
    """The reading of each open question; a field bears the name of the setting by which a site settles it, and starts with the reading of
    the clinical reference. `pr_requires_ctdna` `None`: both readings count, and the board decides where they part."""

    pr_requires_ctdna: bool | None = None
    persistent_counts_baseline: bool = True
    day_60_counts: bool = True
    window_dated_by: str = COLLECTION
    window_binds_infusion: bool = False
    histologies_met: str = RULED
    axi_cel_only: bool = False
    second_dose: str = PER_KG
    transaminases: str = BOTH
    acceptance_covers: str = COUNTS
    clearance_weight: str = ACTUAL
    old_results_count: bool = True
    menopause_months: str = MONTHS_24

    @property
    def window(self) -> range:
        """The days since infusion 1 that count."""
        return WINDOW if self.day_60_counts else WINDOW[:-1]


REFERENCE = InForce()
GOVERNED = tuple(InForce.__dataclass_fields__)


def in_force(settings: Settings) -> InForce:
    """The readings that the site has chosen, and where it has not, those of the clinical reference."""
    chosen = {name: found.value for name in GOVERNED if (found := settings.chosen(name)) is not None}
    return InForce(**chosen) if chosen else REFERENCE
