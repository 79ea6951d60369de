"""A hypothesis in words: the record it adds, or each cell it changes with what stands there and where."""

from core.facts.cells import merged, text, what
from core.facts.fact import Fact
from core.facts.record import Record
from core.facts.typed import Rows, of_one_key
from core.outlook.what_if import Hypothesis
from dashboard.markup import Html, join, tag
from dashboard.records.row import SHEET_NAMES, column_name

ARROW = tag("span", "→", role="img", aria_label="becomes")


def supposed_words(found: Hypothesis, rows: Rows) -> Html:
    name = SHEET_NAMES[found.sheet]
    same = () if found.replaces is None else of_one_key(rows, found.replaces)
    if not same:
        new = "a row that no longer stands" if found.replaces is not None else "a new record"
        said = (tag("span", f"{column_name(column)} ", tag("b", _word(cell))) for column, cell in found.cells.items())
        return tag("span", f"{name}, {new}: ", join(said, " · "))
    row = merged([rows[each] for each in same])
    return tag("span", f"{name} {what(row.record)}: ", join((_change(row, *each) for each in found.cells.items()), " · "))


def _change(row: Fact[Record], column: str, cell: str) -> Html:
    was = text(row, column)
    stands = tag("span", f"({row.cell(column)})", cls="src")
    return tag("span", f"{column_name(column)} {_word(was or '')} ", ARROW, " ", tag("b", _word(cell)), " ", stands)


def _word(cell: str) -> str:
    return cell.replace("_", " ") if cell else "not recorded"
