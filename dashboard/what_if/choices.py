"""What may be supposed of a subject: the most asked first, then each item that a verdict lacks by name, then any record."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from core.assessment import Assessment
from core.facts.analytes import ANALYTES
from core.facts.cells import merged, what
from core.facts.fact import Fact
from core.facts.record import Record
from core.facts.records import SHEETS, Ctdna, Lab, Lesion, Pet, Screening
from core.facts.typed import Rows, of_one_key
from core.facts.written import written
from dashboard.records.form import columns_of
from dashboard.records.row import SHEET_NAMES
from dashboard.words import name_of

SATURATION, ROOM_AIR = "oxygen_saturation", "room air"
NOON = "T12:00"  # what a form of a sign begins with; it is in view and can be changed
CALLED = ("collected_on", "assay", "call")
READ = ("modality", "response", "deauville")
RESULT = ("collected_at", "analyte", "value", "unit", "upper_limit", "qualifier")
OWN = ("value", "unit", "upper_limit", "qualifier")  # cells of a result that may be lacking beside its day and analyte
BY_NAME = ("subjects", "screening", "lesions", "infusions", "follow_up", "treatments", "infections", "bedside")  # where a column is sought


@dataclass(frozen=True)
class Choice:
    """A form: of a new record, whose fields begin with `first`; or of the row `replaces`, which several rows of one key may make up.
    Without `columns`, all."""

    label: str
    sheet: str
    replaces: int | None = None
    columns: tuple[str, ...] = ()
    first: Mapping[str, str] = field(default_factory=dict)


def choices(found: Assessment, rows: Rows) -> list[Choice]:
    """Everything that may be supposed, each once."""
    made: dict[str, Choice] = {}
    for each in (*_asked(found, rows), *_lacking(found, rows), *_any(rows)):
        made.setdefault(each.label, each)
    return list(made.values())


def _asked(found: Assessment, rows: Rows) -> Iterator[Choice]:
    on = str(found.as_of)
    call, scan = _newest(rows, Ctdna, found.as_of), _newest(rows, Pet, found.as_of)
    if call is not None:
        yield Choice(f"newest ctDNA call ({_said(rows, call)})", "ctdna", call, ("call",))
    assay = "" if call is None else written(rows[call].record).get("assay", "")
    yield Choice("a new ctDNA sample", "ctdna", None, CALLED, {"collected_on": on, "assay": assay})
    if scan is not None:
        yield Choice(f"newest PET/CT response ({_said(rows, scan)})", "pet", scan, READ)
    yield Choice("a new PET/CT response", "pet", None, ("scanned_on", *READ), {"scanned_on": on, "modality": "PET/CT"})
    yield _result(name_of(SATURATION), SATURATION, _screened(found))
    yield Choice("a laboratory value", "labs", None, RESULT, {"collected_at": on})
    yield Choice("a bedside sign", "bedside", None, (), {"assessed_at": f"{on}{NOON}"})


def lacking(found: Assessment) -> tuple[str, ...]:
    """The items that a verdict lacks, those of the second infusion first."""
    second = found.second_infusion
    readings = () if second is None else (second.readings.literal, second.readings.strict)
    findings = (*readings, *found.eligibility.findings.values())
    return tuple(dict.fromkeys(name for each in findings for name in each.missing))


def _lacking(found: Assessment, rows: Rows) -> Iterator[Choice]:
    second = found.second_infusion
    for cited in found.infusion_1_open if second is None else second.standing.undated:
        there = next((number for number, fact in rows.items() if fact.origin == cited.fact.origin), None)
        if there is not None:
            yield Choice(f"open: {name_of(cited.column)} ({cited.address})", cited.fact.record.sheet, there, (cited.column,))
    for name in lacking(found):
        yield _item(f"missing: {name_of(name)}", name, found, rows)


def _item(label: str, name: str, found: Assessment, rows: Rows) -> Choice:
    """The form in which this item would be entered: of the row that lacks the cell, else of a new one on the day it is judged on."""
    head, _, part = name.partition(".")
    day = _screened(found)
    if head in ANALYTES:
        there = _newest(rows, Lab, day, analyte=head)
        return _result(label, head, day) if there is None else Choice(label, Lab.sheet, there, (part,) if part else OWN)
    sheet = head if part and head in SHEETS else next((each for each in BY_NAME if head in SHEETS[each].model_fields), Screening.sheet)
    model, column = SHEETS[sheet], part or head
    if sheet in (Ctdna.sheet, Pet.sheet):
        return _answer(label, model, column, found, rows)
    there = _newest(rows, model, day)
    beside = [each for each in columns_of(model) if each.startswith(column) or column.startswith(each)] or columns_of(model)
    if there is not None and model is not Lesion:
        return Choice(label, sheet, there, tuple(beside))
    asked = () if model is Lesion else tuple(each for each in columns_of(model) if each in (model.dated, *model.key, *beside))
    return Choice(label, sheet, None, asked, {} if model.dated is None else {model.dated: str(day)})


def _answer(label: str, model: type[Record], column: str, found: Assessment, rows: Rows) -> Choice:
    """The form of what the second-infusion rule lacks: a new sample; of the newest scan since infusion 1 its cells, else a new scan."""
    if model is Ctdna:
        return Choice(label, Ctdna.sheet, None, CALLED, {"collected_on": str(found.as_of)})
    read = READ if column in READ else (*READ, column)
    there, second = _newest(rows, Pet, found.as_of), found.second_infusion
    since = None if second is None else second.standing.infused_on
    if there is not None and since is not None and (rows[there].day or since) > since:
        return Choice(label, Pet.sheet, there, read)
    return Choice(label, Pet.sheet, None, ("scanned_on", *read), {"scanned_on": str(found.as_of), "modality": "PET/CT"})


def _any(rows: Rows) -> Iterator[Choice]:
    for sheet, name in SHEET_NAMES.items():
        yield Choice(f"any record: {name}", sheet)
    for number, fact in sorted(rows.items(), key=lambda each: (list(SHEETS).index(each[1].record.sheet), str(each[1].day), each[0])):
        yield Choice(f"change {SHEET_NAMES[fact.record.sheet]}: {what(fact.record)} (fact {number})", fact.record.sheet, number)


def filled(chosen: Choice, rows: Rows) -> Mapping[str, str]:
    """What the fields of a form begin with."""
    if chosen.replaces is None:
        return chosen.first
    row = merged([rows[each] for each in of_one_key(rows, chosen.replaces)])
    return {column: text for column, text in written(row.record).items() if not chosen.columns or column in chosen.columns}


def _result(label: str, analyte: str, day: date) -> Choice:
    first = {"collected_at": str(day), "analyte": analyte, "unit": ANALYTES[analyte].unit}
    if analyte == SATURATION:
        first["qualifier"] = ROOM_AIR
    return Choice(label, Lab.sheet, None, RESULT, first)


def _screened(found: Assessment) -> date:
    """The day that eligibility is judged on, the as-of day where there is none."""
    day, _ = found.anchor
    return day or found.as_of


def _newest(rows: Rows, model: type[Record], until: date, **cells: str) -> int | None:
    """The newest row of a sheet up to a day; one without a day is the oldest."""
    known: Iterable[tuple[int, Fact[Record]]] = ((number, fact) for number, fact in rows.items() if isinstance(fact.record, model))
    dated = [(fact.day or date.min, number) for number, fact in known if all(getattr(fact.record, c) == v for c, v in cells.items())]
    return max((each for each in dated if each[0] <= until), default=(None, None))[1]


def _said(rows: Rows, number: int) -> str:
    """What a ctDNA sample or a scan says, and when."""
    cells = written(rows[number].record)
    return f"{cells.get('call') or cells.get('response') or 'not recorded'}, {rows[number].day}"
