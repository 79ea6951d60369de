"""One record in words: its day, what its cells say, what in them could not be read, where they stand and who told them."""

from datetime import datetime

from core.facts.fact import Fact, Told
from core.facts.record import readings
from core.facts.records import SHEETS
from core.facts.written import written
from core.ledger.stored import LeftOut
from dashboard.look import verdict
from dashboard.markup import Html, join, tag
from dashboard.words import NAMES, unit_of

SHEET_NAMES = {
    "subjects": "Subject",
    "screening": "Screening",
    "labs": "Laboratory",
    "lesions": "Lesions",
    "ctdna": "ctDNA",
    "pet": "PET/CT",
    "infusions": "Infusions",
    "bedside": "Bedside",
    "infections": "Infections",
    "treatments": "Treatments",
    "adverse_events": "Adverse events",
    "follow_up": "Follow-up",
}
_SPELLED = {
    each.lower(): each
    for each in ("ECOG", "IPI", "CRS", "ICANS", "ICE", "EEG", "ALT", "AST", "LDH", "LVEF", "CRP", "IL6", "Gilbert", "Deauville")
}
_NAMED = ("no_pr_after_2_3_cycles", "no_cr_after_4_6_cycles")  # which are numbers as words
UNVERIFIED = "unverified"


def column_name(column: str) -> str:
    """A column of the workbook as one reads it."""
    return NAMES[column] if column in _NAMED else " ".join(_SPELLED.get(word, word) for word in column.split("_"))


def row_day(held: Fact | LeftOut) -> str:
    """The day or moment that a record speaks of."""
    if isinstance(held, LeftOut) or held.record.dated is None:
        return ""
    when = getattr(held.record, held.record.dated)
    return "day not recorded" if when is None else str(when)


def row_words(held: Fact | LeftOut) -> Html:
    """What a record says, its own day left out; then each cell that counts as not recorded, with the reason."""
    if isinstance(held, LeftOut):
        why = (tag("div", str(problem)) for problem in held.problems)
        return tag("span", verdict("warning", "left out: what this row said is unknown"), why)
    cells = {column: text for column, text in written(held.record).items() if column != held.record.dated}
    said = [*_result(held, cells), *(_said(held, column, text) for column, text in cells.items())]
    faults = [
        tag("div", verdict("warning", column_name(column)), f" {fault}; counts as not recorded") for column, fault in held.faults.items()
    ]
    return tag("span", join(said, " · ") if said else tag("span", "nothing recorded", cls="dim"), faults)


def _result(held: Fact, cells: dict[str, str]) -> list[Html]:
    """A laboratory's result in one piece; its cells are taken away."""
    if held.record.sheet != "labs" or "value" not in cells:
        return []
    analyte, value, unit = cells.pop("analyte"), cells.pop("value"), cells.pop("unit", "")
    return [tag("span", f"{column_name(analyte)} ", tag("b", f"{value} {unit_of(unit)}".strip()))]


def _said(held: Fact, column: str, text: str) -> Html:
    """A cell with its column; one of the contract's words as one reads it."""
    word = text.replace("_", " ") if readings(SHEETS[held.record.sheet])[column].words else text
    return tag("span", f"{column_name(column)} ", tag("b", word))


def row_source(held: Fact | LeftOut) -> Html:
    """Where a row was read, or that it was entered by hand; and the cells that an older row supplied."""
    others = sorted({origin.cell(column) for column, origin in held.origins.items()}) if isinstance(held, Fact) else []
    more = (
        tag(
            "details",
            tag("summary", "1 cell of another row" if len(others) == 1 else f"{len(others)} cells of another row"),
            (tag("div", cell) for cell in others),
        )
        if others
        else None
    )
    return tag("span", held.origin.cell(""), " " if more else None, more)


def told_words(told: Told) -> Html:
    """When a ledger was told, by whom, and under which number; that times are UTC and names unverified is said above."""
    return tag(
        "span",
        tag("span", f"{told.at:%Y-%m-%d %H:%M}", cls="nw"),
        ", ",
        tag("b", told.by),
        ", ",
        tag("span", f"entry {told.entry}", cls="nw dim"),
    )


def signed(by: str) -> Html:
    """A name that somebody acted under; nobody has checked it."""
    return tag("span", tag("b", by), " ", tag("span", f"({UNVERIFIED})", cls="dim"))


def moment_words(at: datetime | None) -> str:
    return "" if at is None else f"{at:%Y-%m-%d %H:%M} UTC"
