"""What the site has chosen: each setting a value with its date, reason and name. Unset stays unset and shows as such."""

from dataclasses import dataclass
from itertools import starmap
from typing import get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from core.facts import reading as r
from core.logic.rules import Statement
from core.protocol.boundaries import StoppingBoundaries
from core.protocol.choices import (
    AcceptanceCovers,
    ClearanceWeight,
    HistologiesMet,
    MenopauseMonths,
    SecondDose,
    Transaminases,
    WindowDatedBy,
)
from core.protocol.open_reading import Choice, OpenReading
from core.protocol.open_readings import CHOICES
from core.protocol.setting import (
    Answer,
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


@dataclass(frozen=True, slots=True)
class SiteStatement(Statement):
    """What a setting means, and what a person calls it."""

    name: str


def _named(setting: str, name: str, words: str, source: str) -> SiteStatement:
    return SiteStatement(setting, words, source, name)


def _settles(reading: OpenReading, choice: Choice) -> SiteStatement:
    return _named(choice.setting, choice.name, f"{reading.question} {choice.words}", f"{reading.source}, {reading.id}")


STATED = (
    _named(
        "time_zone",
        "Time zone",
        "Date-times with an offset need it; without an offset they are the site's own time. Unset: a date-time with an offset cannot be "
        "placed, and the computer's own clock says what day it is.",
        _SITE,
    ),
    *starmap(_settles, CHOICES),
    _named(
        "fresh_tests_days",
        "Laboratory values and tests are fresh for",
        "How many days before the screening anchor a laboratory value or a test may lie without being labeled old; it counts either way. "
        f"Unset: {FRESH_TESTS} days.",
        _FRESH,
    ),
    _named(
        "fresh_imaging_days",
        "LVEF and imaging are fresh for",
        "How many days before the screening anchor LVEF and imaging may lie without being labeled old; they count either way. "
        f"Unset: {FRESH_IMAGING} days.",
        _FRESH,
    ),
    _named(
        "ctdna_turnaround_days", "ctDNA turnaround", "Days from drawing a ctDNA sample to its result, for the last safe day to draw.", _SITE
    ),
    _named("pet_turnaround_days", "PET/CT turnaround", "Days from a PET/CT scan to its report, for the last safe day to scan.", _SITE),
    _named(
        "lymphodepletion_lead_days",
        "Lymphodepletion to infusion",
        "Days from the first day of lymphodepletion to the infusion, for the last safe day to start it.",
        "[A] site setting; the protocol's text names none, clinical reference 8 assumes 5",
    ),
    _named("closed_days", "Closed days", "Days of the calendar on which nothing is drawn, scanned, reported or given.", _SITE),
    _named("closed_weekdays", "Closed days of the week", "Days of the week on which nothing is drawn, scanned, reported or given.", _SITE),
    _named(
        "visit_schedule",
        "Visit schedule",
        "The visits after infusion 1, each with its day, its margin and what is done. Unset: none is called due or missed.",
        "[A] clinical reference 8; the protocol's text says only “scheduled intervals up to 12 months”",
    ),
    _named(
        "stopping_boundaries",
        "Stopping boundaries",
        "How many events are more than the tolerated rate would bring: an event by a day after an infusion, the rate, and the confidence "
        "with which it must be exceeded (exact binomial). Shown on the Cohort page; it stops nothing. Unset: none is shown.",
        _SITE,
    ),
    _named(
        "assay_imprecision",
        "Assay imprecision",
        "How far two results of one assay may lie apart by measurement alone, in log₁₀. Only a change beyond it is called real. Unset: no "
        "change is.",
        _SITE,
    ),
    _named(
        "demo_day",
        "Day of the demo",
        "Marks a store of synthetic data, and is the day such a store opens with. Unset: nothing is marked synthetic, and the store opens "
        "with today.",
        _SITE,
    ),
)

NAMES = {each.id: each.name for each in STATED}


class Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    time_zone: TimeZone | None = None
    pr_requires_ctdna: PrRequiresCtdna | None = None
    persistent_counts_baseline: Answer | None = None
    day_60_counts: Answer | None = None
    window_dated_by: WindowDatedBy | None = None
    window_binds_infusion: Answer | None = None
    histologies_met: HistologiesMet | None = None
    axi_cel_only: Answer | None = None
    second_dose: SecondDose | None = None
    transaminases: Transaminases | None = None
    acceptance_covers: AcceptanceCovers | None = None
    clearance_weight: ClearanceWeight | None = None
    old_results_count: Answer | None = None
    menopause_months: MenopauseMonths | None = None
    fresh_tests_days: Days | None = None
    fresh_imaging_days: Days | None = None
    ctdna_turnaround_days: Days | None = None
    pet_turnaround_days: Days | None = None
    lymphodepletion_lead_days: Days | None = None
    closed_days: ClosedDays | None = None
    closed_weekdays: ClosedWeekdays | None = None
    visit_schedule: VisitSchedule | None = None
    stopping_boundaries: StoppingBoundaries | None = None
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
