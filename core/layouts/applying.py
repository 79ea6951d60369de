"""A layout applied to a region: it fits where all the heads it names are there, and it says what they said before, of nothing more."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from core.facts.analytes import ANALYTES, unit_of
from core.facts.records import SHEETS, Lab
from core.layouts.asked import Asked
from core.layouts.headers import head_of, said, unit_in
from core.layouts.layout import Layout
from core.layouts.question import ROLE, Way, id_of
from core.layouts.region import Column, Region
from core.layouts.role import PLAIN, Notation, Role
from core.layouts.roles import ask_role, own_labels
from core.layouts.suggest import known_labels, likely


def folded_header(text: str) -> str:
    """A head as it is compared: its blanks and line breaks folded, nothing else."""
    return " ".join(text.split())


def fits(region: Region, layout: Layout) -> bool:
    """Whether every head that a layout names is there; of its analytes' heads one is enough."""
    here = {folded_header(header) for header in region.headers}
    analytes = {folded_header(header) for header in layout.analytes}
    return {folded_header(header) for header in layout.named} <= here and (not analytes or not analytes.isdisjoint(here))


def chosen(region: Region, layouts: Sequence[Layout], asked: Asked) -> tuple[Layout | None, bool]:
    """The layout by which a region is read, and whether it is sure: a person says whose it is where those of two laboratories fit
    and say different things of one head."""
    found = [layout for layout in layouts if fits(region, layout)]
    if not found or found[0].others == "ignore":
        return (found[0] if found else None), True
    best = _best_of_each(region, [layout for layout in found if layout.others == "ask"])
    first, *others = best
    here = {folded_header(header) for header in region.headers}
    if all(_agree(_meaning(first, here), _meaning(layout, here)) for layout in others):
        return first, True
    ways = [Way(layout.name, f"it is from {layout.laboratory or layout.name}") for layout in best]
    sentence = f"has the heads of {len(best)} remembered layouts; expected whose it is"
    answer = asked.ask(id_of(ROLE, asked.start, "layout"), ROLE, asked.start, sentence, ways)
    return next((layout for layout in best if layout.name == answer), None), answer is not None


def _named(region: Region, layout: Layout) -> int:
    named = {*map(folded_header, (*layout.named, *layout.analytes, *layout.ignored, *layout.unit_columns))}
    return sum(folded_header(header) in named for header in region.headers)


def _best_of_each(region: Region, layouts: Sequence[Layout]) -> list[Layout]:
    """Of every laboratory the layout that names most of the heads, the newest of those alike; the one that names most of all first."""
    best: dict[str | None, Layout] = {}
    for layout in sorted(layouts, key=lambda each: -_named(region, each)):
        best.setdefault(layout.laboratory, layout)
    return list(best.values())


def _meaning(layout: Layout, here: Collection[str]) -> dict[tuple[str, str], object]:
    """What a layout says of these heads, and of texts below them. What is said once for a sheet it always says."""
    said = layout.model_dump()
    parts = ("analytes", "notation", "unit_columns", "only")
    found = {(part, head): how for part in parts for theirs, how in said[part].items() if (head := folded_header(theirs)) in here}
    found |= {("columns", folded_header(theirs)): ours for ours, theirs in layout.columns.items()}
    found |= {("words", f"{ours} {text}"): word for ours, words in layout.words.items() for text, word in words.items()}
    found |= {("units", f"{each.analyte} {each.spelled}"): each.unit for each in layout.units}
    return found | {("sheet", ""): layout.sheet, ("fill", ""): sorted(layout.fill)}


def _agree(one: dict[tuple[str, str], object], other: dict[tuple[str, str], object]) -> bool:
    return all(other[what] == how for what, how in one.items() if what in other)


def who(layout: Layout) -> str:
    """How we know what a layout says."""
    if layout.others == "ask":
        return f"remembered for {layout.laboratory or layout.name}"
    return f"the layout {layout.name!r} says so"


def applied(region: Region, layout: Layout, asked: Asked) -> list[Role]:
    """The roles that a layout gives. A head that it does not name is asked about, or left, as it says itself."""
    named = _Named(layout)
    roles = [named.role(column) for column in region.columns]
    places = {folded_header(column.header): column.index for column in region.columns}
    found = []
    for column, role in zip(region.columns, roles, strict=True):
        header = folded_header(column.header)
        if role is not None:
            found.append(role)
        elif header in named.unit_columns and named.unit_columns[header] in places:
            found.append(Role(column, named.how, unit_of=places[named.unit_columns[header]]))
        elif layout.others == "ignore":
            found.append(Role(column, f"the layout {layout.name!r} does not read it" if header else "has no head"))
        elif not header and _empty(region, column):
            found.append(Role(column, "holds nothing"))
        else:
            head = head_of(column)
            model = SHEETS[layout.sheet]
            options = known_labels() if model is Lab else own_labels(model)
            suggested = likely(column.header, options)
            if model is Lab:
                suggested = head.word or head.analyte or suggested
            found.append(ask_role(column, asked, options, suggested, model))
    return found


def _empty(region: Region, column: Column) -> bool:
    return all(region.cell(line, column) in (None, "") for line in region.lines)


class _Named:
    """The parts of a layout by folded head."""

    def __init__(self, layout: Layout) -> None:
        self.layout, self.how = layout, who(layout)
        self.fields = {folded_header(theirs): ours for ours, theirs in layout.columns.items()}
        self.checks = {folded_header(theirs): ours for ours, theirs in layout.checks.items()}
        self.times = {folded_header(theirs): ours for ours, theirs in layout.times.items()}
        self.analytes = {folded_header(header): entry for header, entry in layout.analytes.items()}
        self.unit_columns = {folded_header(header): folded_header(of) for header, of in layout.unit_columns.items()}
        self.notation = {folded_header(header): Notation(entry.dates, entry.decimal) for header, entry in layout.notation.items()}
        self.only = {folded_header(header): frozenset(texts) for header, texts in layout.only.items()}
        self.ignored = {folded_header(header) for header in layout.ignored}

    def role(self, column: Column) -> Role | None:
        header = folded_header(column.header)
        only = self.only.get(header)
        if header in self.fields:
            name = self.fields[header]
            return Role(column, self.how, says=name, words=self.layout.words.get(name, {}), only=only)
        if header in self.analytes:
            return self._analyte(column, header)
        if header in self.checks:
            return Role(column, self.how, check=self.checks[header])
        if header in self.times:
            return Role(column, self.how, time_of=self.times[header])
        if only is not None:
            return Role(column, "chooses the rows to read", only=only)
        if header in self.ignored:
            return Role(column, f"not imported, {self.how}")
        return None

    def _analyte(self, column: Column, header: str) -> Role:
        """The unit of the layout, where nothing else is written in a row of units than when it was said; else the unit as it is written."""
        entry = self.analytes[header]
        analyte = ANALYTES[entry.analyte]
        unit, place = unit_in(column, analyte)
        role = Role(column, self.how, analyte=analyte.name, unit=unit, unit_at=place)
        if entry.unit is None or (unit and unit_of(analyte, unit) == unit_of(analyte, entry.unit)):
            return role
        below = said(column.unit) if column.unit else ""
        if below and not any((each.analyte, each.spelled, each.unit) == (analyte.name, below, entry.unit) for each in self.layout.units):
            return role
        return replace(role, unit=entry.unit, unit_at=None)


def remembered_notation(layout: Layout | None, column: Column) -> Notation:
    """How a layout says that the texts of a column are written."""
    return PLAIN if layout is None else _Named(layout).notation.get(folded_header(column.header), PLAIN)
