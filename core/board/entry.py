"""One subject as the tumor board's list shows it: newest ctDNA and PET/CT, their pair, CRS and ICANS, what is needed, the holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.assessment import Assessment, InfusionToxicity, state_of
from core.board.toxicity import newest_toxicity, running
from core.protocol.holds import Raised
from core.protocol.second_infusion import ALREADY_GIVEN, CLOSED
from core.protocol.standing import Standing
from core.response.pairing import LONGEST_GAP, Pair
from core.response.pet import Assessment as Scan
from core.response.pet import evaluated, of_day
from core.response.series import Sample
from core.response.window import WINDOW, days_since

ENDED = (ALREADY_GIVEN, CLOSED)  # states in which the rule asks for nothing more
Urgency = tuple[bool, int, int, str]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The ctDNA samples of the newest day, whatever their call; `day` counts from infusion 1, `None` before it is given."""

    on: date
    day: int | None
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Scanned:
    """The scans of the newest day. `response` is `None` where they decide none; `reason` says why, or what it rests on. `baseline`: known
    to be before infusion 1, where no response is needed."""

    on: date
    day: int | None
    scans: tuple[Scan, ...]
    response: str | None
    reason: str
    deauville: str | None
    baseline: bool

    @property
    def read(self) -> tuple[str, ...]:
        """The responses as read, each once."""
        return tuple(dict.fromkeys(scan.record.response for scan in self.scans if scan.record.response))


@dataclass(frozen=True, slots=True)
class Entry:
    """`why` is the sentence of why the subject stands in its group."""

    found: Assessment
    group: str
    why: str
    ctdna: Drawn | None
    pet: Scanned | None

    @property
    def subject_id(self) -> str:
        return self.found.subject_id

    @property
    def state(self) -> str:
        return state_of(self.found)

    @property
    def standing(self) -> Standing | None:
        """Where the subject stands; `None` before infusion 1, or where it is unclear whether that was given."""
        return None if self.found.second_infusion is None else self.found.second_infusion.standing

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def holds(self) -> tuple[Raised, ...]:
        """The holds; once infusion 2 is given or the case is closed, those of that day."""
        return () if self.found.second_infusion is None else self.found.second_infusion.holds

    @property
    def pair(self) -> Pair | None:
        """The newest evaluable PET/CT since infusion 1 with its nearest ctDNA call."""
        return next((pair for pair in reversed(self.found.pairs) if pair.day >= WINDOW[0]), None)

    @property
    def toxicity(self) -> InfusionToxicity | None:
        """CRS and ICANS after the newest infusion."""
        return newest_toxicity(self.found)

    @property
    def running(self) -> tuple[str, ...]:
        """The CRS and ICANS that run now as severely as holds an infusion."""
        return running(self.found)

    @property
    def urgency(self) -> Urgency:
        """What runs now first; an open window before a closed one, and that before none; the nearest day 60 first; then by subject."""
        calm = not self.running
        if self.standing is None:
            return calm, 2, 0, self.subject_id
        left = self.standing.days_left
        return calm, int(left < 0), abs(left), self.subject_id

    @property
    def missing(self) -> tuple[str, ...]:
        """The workbook columns that the verdict still lacks, in the order of the rule; none once the rule asks for nothing more."""
        second = self.found.second_infusion
        if second is None:
            cells = [cited.column for cited in self.found.infusion_1_open]
            return tuple(dict.fromkeys(cells or [name for each in self.found.eligibility.findings.values() for name in each.missing]))
        if self.ended:
            return ()
        if second.standing.undated:
            return tuple(dict.fromkeys(cited.column for cited in second.standing.undated))
        return tuple(dict.fromkeys((*second.readings.literal.missing, *second.readings.strict.missing)))

    @property
    def unsettled(self) -> str:
        """What of CRS, ICANS and infection is not entered or not decided; empty where all is, or once the rule asks for nothing more."""
        return "" if self.ended else next((item.detail for item in self.holds if item.code.code == "W_SAFETY_UNKNOWN"), "")


def newest_sample(samples: Sequence[Sample], infused_on: date | None) -> Drawn | None:
    if not samples:
        return None
    on = max(each.record.collected_on for each in samples)
    of_that_day = sorted(
        (each for each in samples if each.record.collected_on == on),
        key=lambda each: (each.record.assay or "", each.origin.file, each.origin.row),
    )
    return Drawn(on, _day(on, infused_on), tuple(of_that_day))


def newest_scan(scans: Sequence[Scan], infused_on: date | None, unclear: bool) -> Scanned | None:
    """`unclear`: whether infusion 1 was given is open, so that no scan is known to be before it."""
    if not scans:
        return None
    on = max(each.record.scanned_on for each in scans)
    rows = [each for each in scans if each.record.scanned_on == on]
    read = evaluated(rows)
    rows = read or sorted(rows, key=lambda each: (each.origin.file, each.origin.row))
    result = of_day(rows, on if infused_on is None else infused_on)
    reason = result.reason.removesuffix(f", day {result.day}") if read else "not evaluable"
    day = _day(on, infused_on)
    baseline = not unclear if day is None else day < WINDOW[0]
    return Scanned(on, day, tuple(rows), result.response if read else None, reason, result.deauville, baseline)


def _day(on: date, infused_on: date | None) -> int | None:
    return None if infused_on is None else days_since(infused_on, on)


def too_far_apart(pair: Pair) -> bool:
    """Whether the two lie too far apart to be read together."""
    return pair.gap is not None and pair.gap > LONGEST_GAP
