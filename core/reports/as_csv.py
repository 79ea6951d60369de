"""The numbers behind the trajectory as CSV: one row for each thing it draws, with its day, its date and its source cell."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from io import StringIO

from core.assessment import Assessment
from core.facts.values import Amount, plain
from core.pictures.changes import bounds, changes_of, told_change
from core.pictures.infection_lane import CONTROLLED
from core.pictures.marks import by_series, mark_of
from core.pictures.ribbon import reads
from core.pictures.rules import again_on, depletions, ended
from core.pictures.toxicity_lane import SCALES, daily
from core.protocol.settings import Settings
from core.protocol.trial import PROTOCOL
from core.reports.formula import formula_safe
from core.response.kinetics import Change
from core.response.window import days_since

COLUMNS = (
    "subject_id", "as_of", "protocol", "day", "date", "until", "what", "result", "drawn_as", "value", "unit", "limit_of_detection",
    "fall_log10_at_least", "fall_log10_at_most", "change", "deauville", "at_least", "at_most", "method", "reported_on", "source",
)  # fmt: skip
NOT_RECORDED = "not recorded"
PLACES = Decimal("0.000001")  # of a change in log₁₀

Dated = tuple[date | None, dict[str, object]]


def trajectory_csv(found: Assessment, settings: Settings | None = None) -> str:
    """In order of the day, what has none last. A blank cell is not recorded, or no question of that row; `day` counts from infusion 1 and
    is blank without. `fall_log10` is how far a sample lies below the baseline of its assay and unit, below zero for a rise."""
    start = None if found.second_infusion is None else found.second_infusion.standing.infused_on
    same = {"subject_id": found.subject_id, "as_of": found.as_of, "protocol": PROTOCOL}
    text = StringIO()
    out = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    out.writeheader()
    rows = (*_events(found), *_samples(found, settings), *_scans(found), *_grades(found), *_given(found), *_infections(found))
    for on, cells in sorted(rows, key=lambda row: row[0] or date.max):
        row = {**same, "day": None if start is None or on is None else days_since(start, on), "date": on, **cells}
        out.writerow({name: formula_safe("" if cell is None else str(cell)) for name, cell in row.items()})
    return text.getvalue()


def _events(found: Assessment) -> Iterator[Dated]:
    """What stands upright: the infusions, lymphodepletion, a death or a new therapy."""
    second = found.second_infusion
    if second is None:
        return
    standing, again = second.standing, again_on(second)
    days = {1: standing.infused_on, 2: again}
    for infusion in found.facts.infusions:
        on = days[infusion.record.number]
        if on is not None:
            yield (
                on,
                {"what": f"infusion {infusion.record.number}", "result": infusion.record.status, "source": infusion.cell("infused_on")},
            )
    for on, cited in depletions(found).items():
        yield on, {"what": "lymphodepletion", "source": cited.address}
    for closing in ended(found, second):
        yield closing.day, {"what": closing.reason, "source": closing.evidence.address}


def _samples(found: Assessment, settings: Settings | None) -> Iterator[Dated]:
    changed = changes_of(found, settings)
    for (_, unit), samples in by_series(found.facts.ctdna).items():
        for sample in samples:
            record, change = sample.record, changed.get(id(sample))
            yield record.collected_on, {
                **(_change(change) if change is not None else {}),
                "what": "ctDNA", "result": record.call or NOT_RECORDED, "drawn_as": mark_of(sample, unit).kind,
                "value": _plain(record.value), "unit": record.unit, "limit_of_detection": _plain(record.limit_of_detection),
                "method": record.assay or NOT_RECORDED, "reported_on": record.reported_on, "source": sample.cell("call"),
            }  # fmt: skip


def _change(change: Change) -> dict[str, object]:
    least, most = bounds(change.fall)
    cells = {"fall_log10_at_least": _written(least, ROUND_FLOOR), "fall_log10_at_most": _written(most, ROUND_CEILING)}
    return {**cells, "change": told_change(change)}


def _written(amount: Decimal | None, rounding: str) -> str | None:
    """A bound with as many digits as anybody may need, never rounded to more than is proved."""
    return None if amount is None else f"{amount.quantize(PLACES, rounding=rounding):f}"


def _scans(found: Assessment) -> Iterator[Dated]:
    start = found.as_of if found.second_infusion is None else found.second_infusion.standing.infused_on
    for read in reads(found.facts.pet, start):
        for scan in read.scans:
            record = scan.record
            yield record.scanned_on, {
                "what": "PET/CT", "result": record.response or NOT_RECORDED,
                "drawn_as": "" if found.second_infusion is None else "before infusion 1" if read.baseline else read.in_words,
                "deauville": record.deauville, "method": record.modality or NOT_RECORDED, "reported_on": record.reported_on,
                "source": scan.cell("response"),
            }  # fmt: skip


def _grades(found: Assessment) -> Iterator[Dated]:
    """The worst of each day assessed, with the rows that prove its lower end and leave open its upper one."""
    for scale in SCALES:
        for on, day in daily(found, scale).items():
            low, high = day.grade.at_least, day.grade.at_most
            first = day.proving[0]
            open_to = next(row for row in day.rows if row.grade.at_most == high)
            yield on, {
                "what": scale, "result": f"grade {low}" if low == high else f"grade {low} to {high}", "at_least": low, "at_most": high,
                "method": day.method, "source": "; ".join(dict.fromkeys(row.fact.cell("assessed_at") for row in (first, open_to))),
            }  # fmt: skip


def _given(found: Assessment) -> Iterator[Dated]:
    """Every dose that was given for CRS or ICANS, or may have been, once."""
    for fact in {id(fact): fact for each in found.toxicity.values() for fact in each.given}.values():
        record = fact.record
        yield fact.day, {
            "what": "given", "result": record.drug or NOT_RECORDED, "value": _plain(record.dose), "unit": record.unit,
            "method": record.purpose or "purpose not recorded", "source": fact.cell("drug"),
        }  # fmt: skip


def _infections(found: Assessment) -> Iterator[Dated]:
    for fact in found.facts.infections:
        record = fact.record
        resolved = record.resolved_on if record.resolved_on is not None and record.resolved_on <= found.as_of else None
        yield record.onset_on, {
            "what": "infection", "result": ", ".join(filter(None, (record.organism, record.site))) or NOT_RECORDED, "until": resolved,
            "method": CONTROLLED[record.controlled], "source": fact.cell("onset_on"),
        }  # fmt: skip


def _plain(amount: Amount | None) -> str | None:
    return None if amount is None else plain(amount)
