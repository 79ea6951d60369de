"""What the lines above a table say of all its rows: 'Patient: S-001' in one cell or in two, the day of a visit.

Only what a label says unmistakably is given. A date that may be the day of printing is none, nor is a subject of two names.
"""

import re
from collections.abc import Iterable, Iterator

from core.intake.tables import Cell
from core.layouts.looks import LONGEST_HEAD, date_in, is_identifier, is_value, known
from core.layouts.others import is_elsewhere, is_harmless
from core.layouts.region import Place
from core.layouts.regions_view import View
from core.layouts.synonyms import folded

LONGEST_TITLE = 400
PIECES = re.compile(r"[;；,，|\n\t]+|\s{2,}")
LABELED = re.compile(r"\s*([^:：=]{1,40}?)\s*[:：=]\s*(\S.*?)\s*")
BARE = re.compile(r"\s*(\D{2,40}?)\s+(\S*\d\S*)\s*")
# The words for a collection that a line about a whole sheet may use; 'Date' alone may be the day of printing.
COLLECTED = re.compile(r"collect|sampl|specimen|drawn|draw date|visit|采|抽血|访视", re.IGNORECASE)
# What may stand beside the day of a visit: its name. 'Next visit' and 'Sample received' are none.
VISIT = re.compile(r"[\W_]*(?:visit|访视)[\W_]*(?:no|date|日期|v)?[\W_]*\d{0,3}[\W_]*", re.IGNORECASE)
# What stands beside a date in the head of a block and makes it another date than that of the block.
OTHER_DAY = re.compile(r"next|last|previous|prior|report|print|receiv|due|birth|下次|上次|报告|打印|接收|出生", re.IGNORECASE)
# What a title may call the subject. 'Study ID', 'Record ID', 'Case' may be of the trial: heads of columns only.
SUBJECT = re.compile(
    r"(unique )?subj(ect)?\b|usubjid|subjid|(patient|pat|pt|participant)\b|pid$|mrn$|medical record|hospital number"
    r"|受试者|患者|病人|病历|病案|住院|门诊",
    re.IGNORECASE,
)
SEXES = {"female", "male", "f", "m", "男", "女"}


def pair_of(text: str) -> tuple[str, str] | None:
    """A label and what stands after its colon, or a label and the one word with a digit that follows it."""
    found = LABELED.fullmatch(text) or BARE.fullmatch(text)
    return (found[1], found[2]) if found else None


def day_in(cell: Cell) -> Cell:
    """The day that the head of a block of columns says its cells are from."""
    return None if isinstance(cell, str) and OTHER_DAY.search(cell) else date_in(cell)


def said(label: str, cell: Cell) -> str | None:
    """The field that a label and the cell beside it, or after it, give; `None` where that is not sure."""
    field = known(label)
    if field == "subject_id":
        return field if is_identifier(cell) and SUBJECT.match(folded(label)) else None
    if field == "birth_date" and is_value(cell):
        return field
    if field == "sex" and isinstance(cell, str) and cell.strip().lower() in SEXES:
        return field
    dated = is_value(cell) and date_in(cell) is not None
    taken = VISIT.fullmatch(label) if field is None else field in {"collected_at", "time"} and COLLECTED.search(label)
    return "collected_at" if dated and taken else None


def sayings(view: View, row: int) -> Iterator[tuple[str, Place, bool]]:
    """What a line gives: the field, where and what is said, and whether the cell says nothing else."""
    filled = view.filled(row)
    for at, column in enumerate(filled):
        cell = view.rows[row][column]
        if not isinstance(cell, str) or len(cell) > LONGEST_TITLE:
            continue
        day = date_in(cell)
        if isinstance(day, str) and VISIT.fullmatch(cell.replace(day, "")):
            yield "collected_at", view.place(row, column, day), True
            continue
        pieces = [piece for piece in PIECES.split(cell) if piece.strip()]
        for piece in pieces:
            if (pair := pair_of(piece)) and (field := said(*pair)):
                yield field, view.place(row, column, pair[1]), len(pieces) == 1
        beside = filled[at + 1] if at + 1 < len(filled) else None
        if beside is not None and (field := said(cell.rstrip(" :：="), view.rows[row][beside])):
            yield field, view.place(row, beside), True


def subjects_said(place: Place) -> Iterator[Place]:
    """The subjects that a title names, whatever else it says."""
    for piece in PIECES.split(str(place.cell)[:LONGEST_TITLE]):
        if (pair := pair_of(piece)) and said(*pair) == "subject_id":
            yield Place(place.row, place.column, pair[1])


def elsewhere(places: Iterable[Place]) -> tuple[Place, ...]:
    """Those of some titles that speak of another sample than blood: they stand over every result below, as a head does."""
    return tuple(place for place in places if len(text := str(place.cell)) <= LONGEST_HEAD and is_elsewhere(text) and not is_harmless(text))


def names_nobody(text: str) -> bool:
    """Whether a title speaks of no subject: of a visit, of a day, of the kind of results below."""
    day = date_in(text)
    pieces = filter(None, map(folded, PIECES.split(text.replace(day, "") if isinstance(day, str) else text)))
    return all(known(piece) == "collected_at" or is_harmless(piece) or all(map(is_harmless, piece.split())) for piece in pieces)


def is_labels(view: View, row: int) -> bool:
    """Whether a line is made of labels and what they say, not of heads: every head it knows is followed by something that is none."""
    cells = [view.rows[row][column] for column in view.filled(row)]
    if any(isinstance(cell, str) and (pair := LABELED.fullmatch(cell)) and said(pair[1], pair[2]) for cell in cells):
        return True
    if len(cells) == 2 and said(str(cells[0]).rstrip(" :："), cells[1]):
        return True
    heads = [at for at, cell in enumerate(cells) if known(cell) is not None]
    if not heads or any(at + 1 == len(cells) or known(cells[at + 1]) is not None for at in heads):
        return False
    labels = [str(cells[at]).rstrip() for at in heads]
    return any(label.endswith((":", "：")) for label in labels) or all(said(str(cells[at]), cells[at + 1]) for at in heads)


def given(view: View, rows: range) -> tuple[dict[str, Place], set[tuple[int, int]]]:
    """What these lines give, by field, and the spreadsheet cells that say nothing else. A field that is said twice differently is not
    given."""
    found: dict[str, list[tuple[Place, bool]]] = {}
    for row in rows:
        for field, place, alone in sayings(view, row):
            found.setdefault(field, []).append((place, alone))
    once = {field: places[0] for field, places in found.items() if len({str(place.cell).strip() for place, _ in places}) == 1}
    return {field: place for field, (place, _) in once.items()}, {place[:2] for place, alone in once.values() if alone}
