"""The numbers behind the chart: every ctDNA sample and every PET/CT known on the as-of day, with its source cell."""

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from core.assessment import Assessment
from core.facts.fact import Fact
from core.facts.records import Ctdna, Pet, Record
from core.pictures.changes import NAMED, called_words, change_words, changes_of, fall_words
from core.protocol.settings import Settings
from core.reports.as_csv import trajectory_csv
from core.response.kinetics import Change
from core.response.pairing import Pair
from core.response.window import WINDOW, days_since
from dashboard.address import FILE
from dashboard.download import Export, download
from dashboard.look import table
from dashboard.markup import Html, tag
from dashboard.selection import assessed
from dashboard.source import Source
from dashboard.words import days_words, since, value_of

NOT_RECORDED = "not recorded"
NAME = "trajectory.csv"
CALLED = {"real fall": "real", "real rise": "real", "within": "within imprecision", "open": "not called", "not set": "", "no assay": ""}
CTDNA = ["day", "date", "call", "value", "LOD", "log₁₀ from baseline", "assay", "reported", "source cell"]
PET = ["day", "date", "response", "Deauville", "modality", "reported", "nearest ctDNA", "source cell"]


def measurements(found: Assessment, settings: Settings | None = None, record: str = "") -> Html:
    """`record` is the address of a record up to its number; with it the cells lead to theirs."""
    start = found.second_infusion.standing.infused_on if found.second_infusion is not None else None
    samples = sorted(found.facts.ctdna, key=lambda fact: fact.record.collected_on)
    scans = sorted(found.facts.pet, key=lambda fact: fact.record.scanned_on)
    beside = {pair.scanned_on: pair for pair in found.pairs}
    none = "No {} was known on this day."
    changed = changes_of(found, settings)
    baselines = {id(each.baseline) for each in changed.values()}
    moved = {id(each): _moved(changed.get(id(each)), id(each) in baselines) for each in samples}
    rows = [_sample(each, start, moved[id(each)], record) for each in samples]
    ctdna = table(CTDNA, rows) if samples else tag("p", none.format("ctDNA sample"))
    read = [_scan(each, start, beside.get(each.record.scanned_on), record) for each in scans]
    pet = table(PET, read) if scans else tag("p", none.format("PET/CT"))
    return tag(
        "div",
        tag("div", tag("h2", "ctDNA"), ctdna, _notes(tuple(changed.values()))),
        tag("div", tag("h2", "PET/CT"), pet),
        cls="figures",
        role="region",
        aria_label="The numbers behind the chart",
    )


def figures_download(files: Source, subject: str) -> None:
    """The same numbers, with the infusions and the worst CRS and ICANS grade of each day, as a file, where the address asks for it."""
    if st.query_params.get(FILE) == NAME:
        found = assessed(files, subject, files.day)
        download(f"Save {NAME}", Export(files, NAME, found.as_of, subject), partial(trajectory_csv, found, files.settings))


def _day(day: date, start: date | None) -> str:
    return since(day, start) if start is not None else "no infusion 1"


def _notes(changed: Sequence[Change]) -> list[Html]:
    """What keeps changes from being called real, each once, and what the named falls are."""
    uncalled = (called_words(each) for each in changed if each.called in ("not set", "no assay"))
    named = [NAMED] if any(each.context for each in changed) else []
    return [tag("p", note, cls="dim sm") for note in (*dict.fromkeys(uncalled), *named)]


def _sample(fact: Fact[Ctdna], start: date | None, moved: Html | str, link: str) -> Html:
    record = fact.record
    unit = record.unit or "unit not recorded"
    value = value_of(record.value, unit) if record.value is not None else "no number"
    limit = value_of(record.limit_of_detection) if record.limit_of_detection is not None else NOT_RECORDED
    assay, reported = record.assay or NOT_RECORDED, str(record.reported_on or NOT_RECORDED)
    cells = (record.call or NOT_RECORDED, value, limit, moved, assay, reported)
    return _row(_day(record.collected_on, start), record.collected_on, cells, _source(fact, "call", link))


def _moved(change: Change | None, baseline: bool) -> Html | str:
    """How far a sample lies from the baseline, and whether that is called real; or that it is the baseline itself."""
    if change is None:
        return "baseline" if baseline else ""
    if change.fall is None:
        return tag("span", change_words(change), cls="dim")
    said = (CALLED[change.called] if change.called else "", *change.context)
    return tag("span", fall_words(change.fall), tag("span", f" {', '.join(filter(None, said))}", cls="dim"))


def _source(fact: Fact[Record], column: str, link: str) -> Html | str:
    """The cell, as a link to its record where it has a number."""
    cell = fact.cell(column)
    return tag("a", cell, href=f"{link}{fact.number}", data_follow=True, target="_self") if link and fact.number else cell


def _scan(fact: Fact[Pet], start: date | None, pair: Pair | None, link: str) -> Html:
    """A scan before infusion 1 needs no response: it is the baseline."""
    record = fact.record
    unread = "baseline" if start is not None and days_since(start, record.scanned_on) < WINDOW[0] else "not read"
    reported = str(record.reported_on or NOT_RECORDED)
    cells = (record.response or unread, record.deauville or NOT_RECORDED, record.modality or NOT_RECORDED, reported, _nearest(pair))
    return _row(_day(record.scanned_on, start), record.scanned_on, cells, _source(fact, "response", link))


def _nearest(pair: Pair | None) -> str:
    """The ctDNA call nearest to a scan, how far it is, and the word where the two tell different things."""
    if pair is None or pair.gap is None:
        return "none"
    said = f"{pair.call or 'contradictory calls'}, {days_words(pair.gap)} apart"
    return f"{said}: discordant, {pair.discordance}" if pair.discordance else said


def _row(day: str, on: date, cells: tuple[str | Html, ...], source: str | Html) -> Html:
    first, *others = cells
    return tag(
        "tr",
        tag("th", day, scope="row", cls="nw"),
        tag("td", str(on), cls="nw"),
        tag("td", tag("b", first)),
        (tag("td", cell) for cell in others),
        tag("td", source, cls="src"),
    )
