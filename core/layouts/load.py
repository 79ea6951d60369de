"""Files in, the facts of each subject out: every file read in its own jail, all problems at once, nothing stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from core.facts.fact import Problem
from core.facts.subject import SubjectFacts, gather
from core.intake.collecting import collector_paused
from core.intake.places import label
from core.intake.reader import Handed
from core.intake.tables import Refused, Table
from core.intake.watched import Watched
from core.layouts.contract import hidden_question, left_out, questions_of, said_turns
from core.layouts.files import read_file
from core.layouts.heading import Plan, as_text, contract_plan, is_legend, where
from core.layouts.history import NOBODY, History
from core.layouts.incoming import Intake
from core.layouts.layout import Layout, known_layouts
from core.layouts.question import NO_ANSWERS, SHEET, Answers, Question, unanswered
from core.layouts.recognized import Recognized, of_contract, of_region, range_of
from core.layouts.region import Region
from core.layouts.regions import regions
from core.layouts.role import Understood
from core.layouts.rows import facts_of
from core.layouts.understand import understand
from core.layouts.unfold import NONE_OF_THEM, facts_of_region
from core.protocol.settings import Settings

NO_RESULTS = "says nothing that is imported"
LEFT_OUT = "is left out with its hidden parts, as was answered"
MOST_REGIONS = 200  # of one file: no laboratory writes more, and nobody checks them
MOST_QUESTIONS = 200
NOTHING = "holds no sheet of the study workbook; expected sheets or CSV files named like subjects, labs, ctdna, pet"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the files say: facts by subject in the order they appear; problems, each of which cost a cell, a row or a sheet; notices."""

    subjects: dict[str, SubjectFacts]
    problems: list[Problem]
    notices: list[str]


@dataclass(slots=True)
class Brought:
    """What the files hold row by row, nothing put together yet; `refused` says of each file that cannot be used why, one line a file.
    `understood` are the regions of the tables that are no sheet of the contract, `recognized` what every sheet and region was taken for;
    nothing of a region is read while one of the `questions` about it is open."""

    tables: tuple[Table, ...] = ()
    intake: Intake = field(default_factory=Intake)
    refused: tuple[str, ...] = ()
    understood: tuple[Understood, ...] = ()
    recognized: tuple[Recognized, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """How files are looked at: `layouts` in the order of trust, the `answers` given, what is known of the subjects, the day on which it
    is told, and whether somebody is there to be asked."""

    layouts: Sequence[Layout] = ()
    answers: Answers = field(default_factory=dict)
    history: History = NOBODY
    today: date = date.max
    watched: Watched | None = None
    asking: bool = False


def load(paths: Sequence[Path], settings: Settings, today: date, layout: Layout | None = None) -> Loaded:
    """Read and check files. `today` is the day they are recorded on: dates after it are left unused.

    Raises:
        Refused: where a file cannot be read at all, holds no sheet of the workbook, or leaves anything to be asked; one line each.
    """
    brought = bring(paths, settings, () if layout is None else (layout,), today=today)
    if refused := (*brought.refused, *unanswered(brought.questions)):
        raise Refused("\n".join(refused))
    intake = brought.intake
    with collector_paused():
        subjects, between = gather(intake.facts, today, intake.named)
    return Loaded(subjects, intake.problems + between, intake.notices)


def bring(
    files: Sequence[Path | Handed],
    settings: Settings,
    layouts: Sequence[Layout] = (),
    answers: Answers = NO_ANSWERS,
    history: History = NOBODY,
    today: date = date.max,
    watched: Watched | None = None,
    asking: bool = False,
) -> Brought:
    """Read files row by row; those that cannot be used do not keep the others from being read. `layouts` stand in the order of trust;
    those shipped with the program come after them. `asking` says that somebody can be asked: of dates and decimals in the contract's own
    sheets, of hidden ones, and of a file in which nothing is recognized.

    Raises:
        Stopped: where `watched` was stopped.
    """
    brought = Brought()
    how = Asking(layouts, answers, history, today, watched, asking)
    for file in files:
        _file(file, settings, how, brought)
    used = {each.layout for each in brought.understood}
    for layout in _explicit(layouts):
        if layout.name not in used:
            brought.intake.notices.append(f"the layout {layout.name!r} fits no sheet of the files")
    return brought


def _file(file: Path | Handed, settings: Settings, how: Asking, brought: Brought) -> None:
    """Adds what one file holds."""
    name = label(file.name)
    try:
        tables, asked = read_file(file, how.layouts, how.answers, how.watched)
    except Refused as fault:
        brought.refused += (str(fault),)
        return
    if how.watched is not None:
        how.watched.at(f"Understanding {name}")
    brought.tables += tuple(tables)
    brought.questions += asked
    if any(each.chosen is None for each in asked):
        return
    before = brought.questions
    with collector_paused():
        _understand(name, tables, settings, how, brought)
    if (count := len(brought.questions) - len(before)) > MOST_QUESTIONS:
        brought.questions = before
        brought.refused += (f"{name}: leaves {count:,} things to be asked; expected at most {MOST_QUESTIONS} in one file",)


def _understand(name: str, tables: Sequence[Table], settings: Settings, how: Asking, brought: Brought) -> None:
    """Adds what the tables of one file hold: those of the contract as it says, all others by what their columns say."""
    explicit = _explicit(how.layouts)
    ours = [None if any(_heads(table).issuperset(each.named) for each in explicit) else contract_plan(table) for table in tables]
    found: list[Region] = []
    for table in (table for table, one in zip(tables, ours, strict=True) if one is None and not is_legend(table)):
        found += regions(table)
        if len(found) > MOST_REGIONS:
            held = f"holds {len(found):,} tables with heads of their own, the last in the sheet {label(table.sheet)!r}"
            brought.refused += (f"{name}: {held}; expected at most {MOST_REGIONS} in one file",)
            return
    layouts = (*how.layouts, *known_layouts())
    understood = understand(found, layouts, how.answers, how.history, how.today, how.asking) if found else []
    known = [each for each in understood if is_recognized(each)]
    alone = not known and not any(ours)
    if alone and not (how.asking and understood):
        brought.refused += (f"{name}: {NOTHING}{_lacking(found, how.layouts)}",)
    for table, contract in zip(tables, ours, strict=True):
        if contract is not None:
            _contract(table, contract, settings, how, brought)
        else:
            here = [each for each in understood if each.region.table is table]
            kept = [each for each in here if is_recognized(each) or (alone and how.asking)]
            if kept:
                others = (each for each in here if each not in kept)
                brought.intake.notices += (f"{where(table)}!{range_of(each)}: {NO_RESULTS}" for each in others)
            _foreign(table, kept, settings, how, brought)


def is_recognized(understood: Understood) -> bool:
    """Whether anything in a region says that it is one of the study's."""
    return understood.model is not None or any(each.kind != SHEET for each in understood.questions)


def _contract(table: Table, plan: Plan, settings: Settings, how: Asking, brought: Brought) -> None:
    hidden = hidden_question(table, how.answers) if how.asking else None
    questions = tuple(questions_of(table, plan, how.answers)) if how.asking else ()
    if hidden is not None:
        questions = (hidden, *questions)
    brought.questions += questions
    if left_out(hidden):
        brought.intake.notices.append(f"{where(table)}: {LEFT_OUT}")
        return
    brought.recognized += (of_contract(table, plan),)
    brought.intake += facts_of(table, settings.zone, lambda table, plan: said_turns(table, plan, questions))


def _foreign(table: Table, understood: Sequence[Understood], settings: Settings, how: Asking, brought: Brought) -> None:
    """Adds the regions of one table; where none is recognized it is said to be none of the workbook's."""
    intake = brought.intake
    if not is_legend(table):
        intake.notices += [f"{where(table)}: {notice}" for notice in table.notices]
        if not understood:
            intake.notices.append(f"{where(table)}: {NONE_OF_THEM}")
    hidden = hidden_question(table, how.answers) if how.asking and understood else None
    brought.questions += () if hidden is None else (hidden,)
    if left_out(hidden):
        intake.notices.append(f"{where(table)}: {LEFT_OUT}")
        return
    if table.hidden and understood:
        intake.notices.append(f"{where(table)}: is a hidden sheet; its rows are read")
    for each in understood:
        brought.understood += (each,)
        asked = {one.id for one in brought.questions}  # blocks of one sheet share columns, and what is asked of them
        brought.questions += tuple(one for one in each.questions if one.id not in asked)
        brought.recognized += (of_region(each),)
        found = facts_of_region(each, settings.zone)
        brought.refused += tuple(found.stops)
        intake += found


def _explicit(layouts: Sequence[Layout]) -> list[Layout]:
    """The layouts that were named for these files; the others are remembered."""
    return [each for each in layouts if each.others == "ignore"]


def _heads(table: Table) -> set[str]:
    return set(map(as_text, table.rows[0])) if table.rows else set()


def _lacking(found: Sequence[Region], layouts: Sequence[Layout]) -> str:
    """What a file lacks of the columns of the first layout that was named for it."""
    layout = next(iter(_explicit(layouts)), None)
    if layout is None:
        return ""
    heads = set(found[0].headers) if found else set()
    missing = ", ".join(repr(name) for name in layout.named if name not in heads)
    return f", or the columns of the layout {layout.name!r}, of which it lacks {missing}"
