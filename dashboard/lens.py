"""The ambiguity lens on the screen: what each open reading of the protocol makes of one subject's verdicts, and how many it changes."""

from collections.abc import Iterable, Mapping
from datetime import date

from core.assessment import Assessment
from core.ledger.ledger import Ledger
from core.ledger.snapshot import gathered
from core.outlook.lens import Axis, Changed, Combination, View, counted, lens, moved
from core.protocol.open_readings import OPEN_READINGS
from core.protocol.settings import Settings
from dashboard.address import PATIENT, RULEBOOK, SUBJECT, here
from dashboard.kept import kept
from dashboard.look import row, table, verdict
from dashboard.markup import Html, join, tag
from dashboard.selection import clocks
from dashboard.source import Case, Register, Source

LINES = 10_000  # subjects kept, some 100 bytes each


def lens_block(found: Assessment, settings: Settings) -> Html:
    """One line that is always there, and behind it the verdict under every combination of what matters to this subject."""
    seen = lens(found.facts, found.as_of, settings)
    many, changing = len(seen.open), [reading.id for reading in seen.changing]
    if changing:
        said = f"{len(changing)} of {many} open readings {'changes' if len(changing) == 1 else 'change'} a verdict of this subject: "
        head = [verdict("board_review", "board review"), f": {said}", tag("b", ", ".join(changing))]
    else:
        head = [tag("b", "Open readings"), f": none of {many} changes a verdict of this subject"]
    return tag(
        "details",
        tag("summary", head),
        (_view(view, settings) for view in seen.views),
        _others(),
        cls="lens",
        aria_label="Open readings of the protocol",
    )


def _view(view: View, settings: Settings) -> Html:
    """One verdict: how it stands, how many combinations were judged, and those that differ."""
    settled = f"{_many(len(view.open), 'open setting')}, {_many(view.judged, 'combination')} judged"
    head = tag("h3", f"{view.moves.capitalize()}: ", verdict(view.now))
    heads = [*(f"{axis.reading.id} {axis.choice.name}" for axis in view.matters), "verdict"]
    listed = (
        table(heads, [_row(each, view) for each in view.combinations], "lens-table", f"{view.moves}, by reading") if view.matters else None
    )
    return tag(
        "section",
        head,
        tag("p", f"{settled}. ", _depends(view), cls="dim"),
        listed,
        (tag("p", tag("b", axis.reading.id), f" {axis.reading.question} {axis.choice.words}", cls="sm") for axis in view.matters),
        _line("No difference to this verdict, whatever the others are: ", _named(axis for axis in view.open if axis not in view.matters)),
        _line("Set by the site: ", [f"{_name(axis)}: {settings.in_words()[axis.choice.setting]}" for axis in view.fixed]),
    )


def _many(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


def _depends(view: View) -> str:
    if not view.matters:
        return "The verdict is the same under each of them."
    many = len(view.combinations)
    together = [_name(axis) for axis in view.matters if axis not in view.alone]
    only = f" Only together with another: {', '.join(together)}." if together else ""
    return f"The verdict depends on {len(view.matters)}, in the {many} ways below.{only}"


def _row(each: Combination, view: View) -> Html:
    first, *others = each.words
    now = tag("span", " as it is while unset", cls="dim") if each.words == tuple(axis.while_unset for axis in view.matters) else None
    return row(first, *others, tag("span", verdict(each.verdict), now))


def _named(axes: Iterable[Axis]) -> list[str]:
    return [_name(axis) for axis in axes]


def _name(axis: Axis) -> str:
    return f"{axis.reading.id} {axis.choice.name}"


def _line(head: str, said: list[str]) -> Html | None:
    return tag("p", head, "; ".join(said), ".", cls="sm dim") if said else None


def _others() -> Html:
    """The readings on which no verdict of a subject turns, with the way to why."""
    ids = ", ".join(reading.id for reading in OPEN_READINGS if not reading.choices)
    dose = ", ".join(reading.id for reading in OPEN_READINGS if any(choice.setting == "second_dose" for choice in reading.choices))
    why = tag("a", "the Rulebook says why", href=here(RULEBOOK), data_follow=True, target="_self")
    return tag("p", f"{dose} moves the dose of infusion 2 only. No alternative can be computed for {ids}: ", why, ".", cls="sm dim")


def changed_subjects(files: Source) -> Mapping[str, Html]:
    """By the id of each open reading that moves a verdict, the subjects it changes on the day looked at, as links."""
    return _changed(files.ledger, files.register, files.day, tuple(clocks(files).items()))


@kept(4, "Judging every subject under every open reading")
def _changed(ledger: Ledger, register: Register, day: date, carried: tuple[tuple[str, object], ...]) -> dict[str, Html]:
    """Whom no entry touched since is not judged again."""
    seen = ((subject, dict(_moved(Case(ledger, subject, entry), register.settings, day))) for subject, entry in register.touched.items())
    return {reading: _subjects(each, dict(carried)) for reading, each in counted(seen).items()}


@kept(LINES)
def _moved(case: Case, settings: Settings, day: date) -> tuple[tuple[str, bool], ...]:
    told = case.ledger.standing(case.subject_id, case.entry)  # past the snapshots the ledger keeps: everybody's would fill the memory
    return tuple(moved(lens(gathered(case.subject_id, told).facts, day, settings)).items())


def _subjects(changed: Changed, carried: Mapping[str, object]) -> Html:
    """How many, and who: by itself, and only with others."""
    if not changed.alone and not changed.together:
        return tag("span", "none", cls="dim")
    parts = [("", changed.alone), (" only with another", changed.together)]
    return join(tag("div", f"{len(subjects)}{said}: ", _links(subjects, carried)) for said, subjects in parts if subjects)


def _links(subjects: Iterable[str], carried: Mapping[str, object]) -> Html:
    links = (
        tag("a", each, href=here(PATIENT, **{SUBJECT: each, **carried}), cls="nw", data_follow=True, target="_self") for each in subjects
    )
    return join(links, ", ")
