"""From an understood region to facts: every filled cell of an analyte's column becomes one result, every other line one record.

What stands in another cell (the analyte and its unit in a head, the subject in a title or in the line above) is said to stand there.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from core.facts.address import cell_name
from core.facts.fact import Problem
from core.facts.record import required
from core.intake.csv_text import BEYOND
from core.intake.places import visible
from core.layouts.claims import claims_of
from core.layouts.heading import as_text, where
from core.layouts.incoming import Intake, Lost
from core.layouts.lines import LONGEST_SHOWN, read_lines, shown, subjects_in
from core.layouts.long import long_lines
from core.layouts.recognized import head_of, range_of
from core.layouts.role import Understood
from core.layouts.roles import LEFT_OUT
from core.layouts.sources import Sheet, Source, role_of
from core.layouts.titled import doubted, other_heads, outside, strangers
from core.layouts.turning import turn_of
from core.layouts.wide import wide_lines

MOST_NAMED = 20  # kinds of lines that a notice names
ALL_LEFT_OUT = "columns that every line needs are left out, as was answered; nothing of it is imported"
NONE_OF_THEM = "is no sheet of the study workbook; not imported"


def facts_of_region(understood: Understood, zone: ZoneInfo | None) -> Intake:
    """The facts of a region, none while anything about it is asked."""
    intake = Intake(notices=[*_skipped(understood), *_unread(understood)])
    if understood.model is None or understood.open:
        if not understood.open and any(role.how == LEFT_OUT for role in understood.roles):
            intake.notices.append(f"{where(understood.region.table)}!{range_of(understood)}: {ALL_LEFT_OUT}")
        return intake
    sheet = Sheet(understood, understood.model)
    fields = sheet.fields()
    outside(understood, intake)
    refused = [*_faults(sheet, fields), *doubted(sheet, fields), *other_heads(sheet)]
    intake.stops += strangers(sheet, fields)
    if refused:
        intake.problems += refused
        _lose(sheet, fields, tuple(refused), intake)
    else:
        _read(sheet, fields, zone, intake)
    intake.problems = list(dict.fromkeys(intake.problems))  # one cell of a line may have spoiled each of its results
    intake.name_lost()
    return intake


def _read(sheet: Sheet, fields: Mapping[str, Source], zone: ZoneInfo | None, intake: Intake) -> None:
    positions = _positions(sheet, fields, intake)
    understood, model = sheet.understood, sheet.model
    wide = any(role.analyte for role in understood.roles)
    lines = wide_lines(sheet, fields, positions, intake) if wide else long_lines(sheet, fields, positions, intake)
    roles = {name: role_of(understood, name) for name in lines.columns}
    turns = {name: turn_of(model, name, role.words, role.notation) for name, role in roles.items() if role is not None}
    read_lines(replace(lines, turns={name: turn for name, turn in turns.items() if turn is not None}), zone, intake)
    claims_of(sheet, fields["subject_id"], positions, intake)


def _positions(sheet: Sheet, fields: Mapping[str, Source], intake: Intake) -> list[int]:
    """The lines to read, by position; those that are not are said to be so, and what is wrong with them."""
    understood, empty = sheet.understood, sheet.empty()
    choosing = [(sheet.column(role.column, False), role.only) for role in understood.roles if role.only is not None]
    when = fields.get(sheet.model.dated or "")
    shifted = set(sheet.shifted())
    passed: Counter[str] = Counter()
    kept: list[int] = []
    others: list[int] = []
    for at, blank in enumerate(empty):
        if blank:
            continue
        if at in shifted:
            intake.problems.append(Problem(sheet.whole(at).cell(""), f"a cell {BEYOND}; expected one cell a column"))
            intake.lost.append(Lost(None, sheet.model.sheet, tuple(intake.problems[-1:]), sheet.whole(at)))
            continue
        other = next(
            (as_text(source.cells[at]) for source, texts in choosing if at not in source.faults and as_text(source.cells[at]) not in texts),
            None,
        )
        if other is not None:
            passed[other] += 1
            others.append(at)
        elif when is not None and _nobodys(fields["subject_id"], at) and _nobodys(when, at):
            said = f"{sheet.row(at)} has no patient and no date; expected both in a line of results"
            intake.problems.append(Problem(sheet.whole(at).cell(""), said))
            intake.lost.append(Lost(None, sheet.model.sheet, tuple(intake.problems[-1:]), sheet.whole(at)))
        else:
            kept.append(at)
    if passed:
        named = [f"{visible(name)[:LONGEST_SHOWN] or 'blank'} {count}" for name, count in passed.most_common(MOST_NAMED)]
        rest = f" and {len(passed) - MOST_NAMED} others" if len(passed) > MOST_NAMED else ""
        by = "are none of the layout's" if understood.layout else "speak of something else"
        intake.notices.append(f"{where(sheet.table)}: {passed.total()} rows {by}; not imported: {', '.join(named)}{rest}")
        sheet.pass_over(fields["subject_id"], others, intake)
    return kept


def _nobodys(source: Source, at: int) -> bool:
    return at not in source.faults and not as_text(source.cells[at])


def _skipped(understood: Understood) -> Iterator[str]:
    """The lines that are neither head nor data."""
    table, skipped = understood.region.table, understood.region.skipped
    if skipped:
        cells = (f"{cell_name(each.row, each.column)} {shown(visible(as_text(each.cell)))}" for each in skipped[:MOST_NAMED])
        rest = f" and {len(skipped) - MOST_NAMED} others" if len(skipped) > MOST_NAMED else ""
        yield f"{where(table)}: {len(skipped)} lines are neither header nor result; not imported: {', '.join(cells)}{rest}"


def _unread(understood: Understood) -> Iterator[str]:
    """The columns that nothing imports: those that a layout does not read, and those without a head."""
    region, others = understood.region, [role for role in understood.roles if not role.imported and role.only is None]
    named = [repr(visible(role.column.header)) for role in others if role.column.header]
    if understood.layout and named:
        yield f"{where(region.table)}: the layout {understood.layout!r} does not read, and nothing imports: {', '.join(named)}"
    for role in others if understood.model is not None else ():
        if not role.column.header and any(as_text(region.cell(line, role.column)) for line in region.lines):
            yield f"{head_of(region.table, role, understood)}: is in a column without a head; not imported"


def _faults(sheet: Sheet, fields: Mapping[str, Source]) -> Iterator[Problem]:
    """Why the region is refused: a field that two columns say, with both heads, or a required one that nothing says."""
    first: dict[str, str] = {}
    for role in sheet.understood.roles:
        said = role.says or role.analyte or (repr(role.column.header) if role.only is not None else None)
        if said is None:
            continue
        head = head_of(sheet.table, role, sheet.understood)
        if said in first:
            yield Problem(head, f"says {said}, as {first[said]} does; expected one column")
        first.setdefault(said, head)
    wide = {"analyte"} if any(role.analyte for role in sheet.understood.roles) else set()
    for name in sheet.model.model_fields:
        if name in required(sheet.model) - wide and name not in fields:
            yield Problem(where(sheet.table), f"has no column that says {name}; expected one")


def _lose(sheet: Sheet, fields: Mapping[str, Source], refused: tuple[Problem, ...], intake: Intake) -> None:
    """Of a refused region every subject is lost once."""
    if subjects := fields.get("subject_id"):
        for at, subject_id in subjects_in(enumerate(subjects.cells)):
            intake.lost.append(Lost(subject_id, sheet.model.sheet, refused, sheet.whole(at)))
