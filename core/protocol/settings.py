"""What the site has chosen: each setting a value with its date, reason and name. Unset stays unset and shows as such."""

from typing import get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from core.facts import reading as r
from core.logic.rules import Statement
from core.protocol.setting import (
    AssayImprecision,
    ClosedDays,
    ClosedWeekdays,
    Days,
    DemoDay,
    PrRequiresCtdna,
    Setting,
    TimeZone,
    VisitSchedule,
)

UNSET = "unset"
FRESH_TESTS, FRESH_IMAGING = 14, 28  # days before the screening anchor, where the site has set none (clinical reference 1.4, A13)

_SITE = "[A] site setting; the protocol's text names none"
_FRESH = "[A] clinical reference 1.4, A13"

STATED = (
    Statement(
        "time_zone",
        "Date-times with an offset need it; without an offset they are the site's own time. Unset: a date-time with an offset cannot be "
        "placed, and the computer's own clock says what day it is.",
        _SITE,
    ),
    Statement(
        "pr_requires_ctdna",
        "Whether a partial response on PET/CT needs a positive ctDNA as well. Unset: met only where both readings are, else the tumor "
        "board decides; yes: the strict reading; no: the literal reading.",
        "[R] clinical reference 1.3, and 1.4 A1; the principal investigator must confirm the reading",
    ),
    Statement(
        "fresh_tests_days",
        "How many days before the screening anchor a laboratory value or a test may lie without being labeled old; it counts either way. "
        f"Unset: {FRESH_TESTS} days.",
        _FRESH,
    ),
    Statement(
        "fresh_imaging_days",
        "How many days before the screening anchor LVEF and imaging may lie without being labeled old; they count either way. "
        f"Unset: {FRESH_IMAGING} days.",
        _FRESH,
    ),
    Statement("ctdna_turnaround_days", "Days from drawing a ctDNA sample to its result, for the last safe day to draw.", _SITE),
    Statement("pet_turnaround_days", "Days from a PET/CT scan to its report, for the last safe day to scan.", _SITE),
    Statement(
        "lymphodepletion_lead_days",
        "Days from the first day of lymphodepletion to the infusion, for the last safe day to start it.",
        "[A] site setting; the protocol's text names none, clinical reference 8 assumes 5",
    ),
    Statement("closed_days", "Days of the calendar on which nothing is drawn, scanned, reported or given.", _SITE),
    Statement("closed_weekdays", "Days of the week on which nothing is drawn, scanned, reported or given.", _SITE),
    Statement(
        "visit_schedule",
        "The visits after infusion 1, each with its day, its margin and what is done. Unset: none is called due or missed.",
        "[A] clinical reference 8; the protocol's text says only “scheduled intervals up to 12 months”",
    ),
    Statement(
        "assay_imprecision",
        "How far two results of one assay may lie apart by measurement alone, in log₁₀. Only a change beyond it is called real. Unset: no "
        "change is.",
        _SITE,
    ),
    Statement(
        "demo_day",
        "Marks a store of synthetic data, and is the day such a store opens with. Unset: nothing is marked synthetic, and the store opens "
        "with today.",
        _SITE,
    ),
)


class Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    time_zone: TimeZone | None = None
    pr_requires_ctdna: PrRequiresCtdna | None = None
    fresh_tests_days: Days | None = None
    fresh_imaging_days: Days | None = None
    ctdna_turnaround_days: Days | None = None
    pet_turnaround_days: Days | None = None
    lymphodepletion_lead_days: Days | None = None
    closed_days: ClosedDays | None = None
    closed_weekdays: ClosedWeekdays | None = None
    visit_schedule: VisitSchedule | None = None
    assay_imprecision: AssayImprecision | None = None
    demo_day: DemoDay | None = None

    @property
    def zone(self) -> ZoneInfo | None:
        return None if self.time_zone is None else ZoneInfo(self.time_zone.value)

    def chosen(self, name: str) -> Setting | None:
        """The setting of a name, `None` where it is unset."""
        found: Setting | None = getattr(self, name)
        return found

    def in_words(self) -> dict[str, str]:
        """Each setting as it is in force, for whoever reads the answers it led to."""
        return {name: _in_words(self.chosen(name)) for name in Settings.model_fields}


def _in_words(chosen: Setting | None) -> str:
    if chosen is None:
        return UNSET
    return f"{chosen.said}, signed by {chosen.by} on {chosen.on}" if chosen.signed else f"{chosen.said}, not signed"


def reads_of(name: str) -> r.Reads:
    """What the setting of a name may be."""
    kind: type[Setting] = get_args(Settings.model_fields[name].annotation)[0]
    return kind.reads
