"""The rulebook: every rule in force, section by section, printed from the objects that decide."""

from collections.abc import Iterator

from core.cohort import boundary, follow_up, four_field, times
from core.cohort import response as rate
from core.cohort import toxicity as harm
from core.facts.analytes import ANALYTES, LOINC_SOURCE, SPELLINGS, SPELLINGS_SOURCE, Analyte, factor_in_words
from core.facts.values import plain
from core.logic.rules import Statement
from core.outlook import deciding
from core.protocol import (
    anchor,
    before_second,
    conditions,
    dose,
    eligibility,
    fine_points,
    freshness,
    histology,
    holds,
    infection,
    last_safe_days,
    margins,
    monitoring,
    schedule,
    screening,
    second_infusion,
    standing,
)
from core.protocol import settings as site
from core.protocol.open_reading import OpenReading
from core.protocol.open_readings import OPEN_READINGS
from core.protocol.readings import InForce, in_force
from core.protocol.settings import Settings
from core.response import ctdna, kinetics, lugano, pairing, pet
from core.rulebook.entries import Entry, Section, graded, judged, stated
from core.scales import assessed, attribution, bedside, cockcroft_gault, crs, doses, episodes, holding, icaht, icans
from core.scales.bedside import BedsideScale

_COLUMNS = {"deauville": "Deauville"}  # the score bears a name


def rulebook(settings: Settings) -> tuple[Section, ...]:
    """Every section, with the site's settings as they are in force."""
    under = in_force(settings)
    return (
        Section(
            "eligibility",
            "Eligibility",
            f"{eligibility.NOT_IN_TEXT}.",
            tuple(map(judged, eligibility.criteria(under))) + stated(eligibility.STATED),
        ),
        Section(
            "screening",
            "How screening is read",
            "What a record must say before it counts for a criterion.",
            stated(anchor.STATED, histology.STATED, screening.STATED, freshness.STATED, margins.STATED),
        ),
        Section("second-infusion", "Second infusion", f"“{second_infusion.SENTENCE}”", (*_readings(under), *_states(under))),
        Section("deciding", "What would decide", "For a verdict that is open.", stated(deciding.STATED)),
        Section(
            "calendar",
            "Last safe days and visits",
            "Reckoned from the settings of this site; they decide nothing.",
            stated(last_safe_days.STATED, schedule.STATED),
        ),
        Section("ctdna", "ctDNA", "What the laboratory's calls say together.", stated(ctdna.STATED, kinetics.STATED)),
        Section("pet", "PET/CT", "Which scan decides, and what it says.", stated(pet.STATED, pairing.STATED)),
        Section(
            "lugano",
            "Response by Deauville score",
            "The first row that matches counts; what stands in no row is unknown.",
            (*_lugano(), *stated(lugano.STATED)),
        ),
        Section(
            "warnings",
            "Holds and warnings",
            "All that apply are listed, whatever the state; none of them changes it. Holds are shown apart and loudly.",
            (*_codes(), *stated(infection.STATED)),
            ("class",),
        ),
        _scale("CRS", crs.CRS, crs.STATED),
        _scale("ICANS", icans.ICANS, icans.STATED),
        Section(
            "toxicity",
            "CRS and ICANS, both",
            "Ranges, recorded grades, episodes, to which infusion they belong, what was given.",
            stated(bedside.STATED, assessed.STATED, episodes.STATED, attribution.STATED, doses.STATED),
        ),
        Section("icaht", "ICAHT", "Neutrophils after an infusion, early and late.", stated(icaht.STATED)),
        Section(
            "treatment",
            "Dose, monitoring, checks by hand",
            "What goes with each infusion.",
            (*stated(dose.STATED), judged(monitoring.MONITORING), *stated(monitoring.STATED, before_second.STATED)),
        ),
        Section(
            "endpoints",
            "Endpoints of the cohort",
            "How everybody is counted at a data cut-off; none of it judges a subject.",
            stated(rate.STATED, times.STATED, four_field.STATED, harm.STATED, boundary.STATED, follow_up.STATED),
        ),
        Section("clearance", "Creatinine clearance", "Cockcroft–Gault, for I8a.", stated(cockcroft_gault.STATED)),
        Section(
            "analytes",
            "Analytes, units, plausible ranges",
            "A unit or a label that does not stand here is refused, never guessed. Units are UCUM codes; both ends of a range are "
            "plausible.",
            (*map(_analyte, ANALYTES.values()), *_spelled()),
            ("kept in", "other units and their factor", "plausible", "LOINC"),
            "labels",
        ),
        Section("settings", "Settings of this site", "Unset stays unset.", tuple(_settings(settings)), ("in force", "reason")),
        Section(
            "open-readings",
            "Open readings",
            "Where the text can be read in more than one way: the reading of the clinical reference, which is in force until the site "
            "sets another; what the screen says; and the alternatives, where one can be computed from what is recorded.",
            tuple(_reading(each, settings) for each in OPEN_READINGS),
            ("reading until the site sets another", "what the screen is to say", "governed by", "alternatives"),
            "question",
        ),
        Section(
            "fine-points", "Fine points", "Where two careful readers would differ, the answer in force.", stated(fine_points.FINE_POINTS)
        ),
    )


def _readings(under: InForce) -> tuple[Entry, ...]:
    literal, strict = second_infusion.readings(under.window_binds_infusion, under.axi_cel_only)
    return judged(literal), judged(strict), *stated(second_infusion.STATED, conditions.STATED)


def _states(under: InForce) -> Iterator[Entry]:
    """The states in their order under each answer of the site, then those that no clause decides."""
    for answer, said in second_infusion.UNDER.items():
        arms = second_infusion.arms(answer, under.window_binds_infusion, under.axi_cel_only)
        states = tuple((arm.state.replace("_", " "), arm.when) for arm in arms)
        yield Entry(f"setting {said.id}", said.words, said.source, states)
    yield from stated(standing.STATED)


def _lugano() -> Iterator[Entry]:
    for *wanted, response in lugano.TABLE:
        asked = [
            f"{_COLUMNS.get(column, column.replace('_', ' '))} {' or '.join(map(_answer, allowed))}"
            for column, allowed in zip(lugano.COLUMNS, wanted, strict=True)
            if allowed is not lugano.ANY
        ]
        contradicts = response == lugano.CONTRADICTION
        source = lugano.OWN if contradicts or wanted[0] == lugano.NO_SCORE else lugano.SOURCE
        yield Entry("unknown" if contradicts else response, f"{'; '.join(asked)}{': a contradiction' if contradicts else ''}", source)


def _answer(allowed: str | bool | None) -> str:
    return "not recorded" if allowed is None else allowed if isinstance(allowed, str) else "yes" if allowed else "no"


def _codes() -> Iterator[Entry]:
    for code in holds.CODES.values():
        yield Entry(code.code, code.words, code.source, cells=(code.kind,))


def _scale(name: str, scale: BedsideScale, statements: tuple[Statement, ...]) -> Section:
    """The grades, then what the scale's code does with a row; a remark stands with the clause that raises it."""
    said = [
        Entry(
            each.id.replace("_", " "),
            each.words,
            each.source,
            (("flagged where", scale.remarks[each.id]),) if each.id in scale.remarks else (),
        )
        for each in (*statements, holding.stated(scale))
    ]
    stands = Entry(bedside.STANDS.id, bedside.STANDS.words, bedside.STANDS.source, (("stands where", scale.standing),))
    return Section(scale.id, name, scale.name, (*graded(scale), *said, stands))


def _analyte(analyte: Analyte) -> Entry:
    low, high = map(plain, analyte.plausible)
    units = "; ".join(f"{code} {factor_in_words(analyte, code)}" for code in analyte.units if code != analyte.unit)
    cells = (analyte.unit, units or "none", f"{low} to {high}", ", ".join(analyte.loinc))
    return Entry(analyte.name, ", ".join(analyte.labels), analyte.source, cells=cells)


def _spelled() -> Iterator[Entry]:
    """How else an analyte and a unit may be named."""
    spelled: dict[str, list[str]] = {}
    for spelling, code in SPELLINGS.items():
        spelled.setdefault(code, []).append(spelling)
    words = "; ".join(f"{code} also as {', '.join(found)}" for code, found in spelled.items())
    yield Entry("spellings", f"{words}.", SPELLINGS_SOURCE)
    yield Entry("LOINC", "The codes by which a row may name its analyte.", LOINC_SOURCE)


def _settings(settings: Settings) -> Iterator[Entry]:
    in_force = settings.in_words()
    for each in site.STATED:
        chosen = getattr(settings, each.id)
        yield Entry(each.id, each.words, each.source, cells=(in_force[each.id], (chosen.reason if chosen else None) or ""))


def _reading(each: OpenReading, settings: Settings) -> Entry:
    governed = "; ".join(f"{name}: {settings.in_words()[name]}" for name in each.settings) or "no setting"
    choices = "; ".join(f"{choice.moves}: {'; '.join(f'{word}, {said}' for word, said in choice.options)}" for choice in each.choices)
    cells = (each.reading, each.screen, governed, choices or f"none can be computed: {each.alone}")
    return Entry(each.id, each.question, each.source, cells=cells)
