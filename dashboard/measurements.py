"""The numbers behind the chart: every ctDNA sample and every PET/CT known on the as-of day, with its source cell."""

from collections.abc import Mapping
from datetime import date
from functools import partial

import streamlit as st

from core.assessment import Assessment
from core.facts.fact import Fact
from core.facts.records import Ctdna, Pet
from core.reports.as_csv import trajectory_csv
from core.response.pairing import Pair
from core.response.window import WINDOW, days_since
from dashboard.address import FILE, PATIENT, SUBJECT, here
from dashboard.download import Export, download
from dashboard.look import table
from dashboard.markup import Html, tag
from dashboard.selection import assessed
from dashboard.source import Source
from dashboard.words import days_words, since, value_of

NOT_RECORDED = "not recorded"
NAME = "trajectory.csv"
CTDNA = ["day", "date", "call", "value", "LOD", "assay", "reported", "source cell"]
PET = ["day", "date", "response", "Deauville", "modality", "reported", "nearest ctDNA", "source cell"]


def measurements(found: Assessment) -> Html:
    start = found.second_infusion.standing.infused_on if found.second_infusion is not None else None
    samples = sorted(found.facts.ctdna, key=lambda fact: fact.record.collected_on)
    scans = sorted(found.facts.pet, key=lambda fact: fact.record.scanned_on)
    beside = {pair.scanned_on: pair for pair in found.pairs}
    none = "No {} was known on this day."
    ctdna = table(CTDNA, [_sample(each, start) for each in samples]) if samples else tag("p", none.format("ctDNA sample"))
    pet = (
        table(PET, [_scan(each, start, beside.get(each.record.scanned_on)) for each in scans]) if scans else tag("p", none.format("PET/CT"))
    )
    return tag(
        "div",
        tag("div", tag("h2", "ctDNA"), ctdna),
        tag("div", tag("h2", "PET/CT"), pet),
        cls="figures",
        role="region",
        aria_label="The numbers behind the chart",
    )


def figures_link(subject: str, carried: Mapping[str, object]) -> Html:
    """The way to the file. Its button comes only when asked for: who just looks need not load it, and nothing lies ready to be taken."""
    address = here(PATIENT, **{SUBJECT: subject, **carried, FILE: NAME})
    return tag("p", tag("a", "Numbers of the chart as CSV", href=address, data_follow=True, target="_self"), cls="file")


def figures_download(files: Source, subject: str) -> None:
    """The same numbers, with the infusions and the worst CRS and ICANS grade of each day, as a file, where the address asks for it."""
    if st.query_params.get(FILE) == NAME:
        found = assessed(files, subject, files.day)
        download(f"Save {NAME}", Export(files, NAME, found.as_of, subject), partial(trajectory_csv, found))


def _day(day: date, start: date | None) -> str:
    return since(day, start) if start is not None else "no infusion 1"


def _sample(fact: Fact[Ctdna], start: date | None) -> Html:
    record = fact.record
    unit = record.unit or "unit not recorded"
    value = value_of(record.value, unit) if record.value is not None else "no number"
    limit = value_of(record.limit_of_detection) if record.limit_of_detection is not None else NOT_RECORDED
    cells = (record.call or NOT_RECORDED, value, limit, record.assay or NOT_RECORDED, str(record.reported_on or NOT_RECORDED))
    return _row(_day(record.collected_on, start), record.collected_on, cells, fact.cell("call"))


def _scan(fact: Fact[Pet], start: date | None, pair: Pair | None) -> Html:
    """A scan before infusion 1 needs no response: it is the baseline."""
    record = fact.record
    unread = "baseline" if start is not None and days_since(start, record.scanned_on) < WINDOW[0] else "not read"
    reported = str(record.reported_on or NOT_RECORDED)
    cells = (record.response or unread, record.deauville or NOT_RECORDED, record.modality or NOT_RECORDED, reported, _nearest(pair))
    return _row(_day(record.scanned_on, start), record.scanned_on, cells, fact.cell("response"))


def _nearest(pair: Pair | None) -> str:
    """The ctDNA call nearest to a scan, how far it is, and the word where the two tell different things."""
    if pair is None or pair.gap is None:
        return "none"
    said = f"{pair.call or 'contradictory calls'}, {days_words(pair.gap)} apart"
    return f"{said}: discordant, {pair.discordance}" if pair.discordance else said


def _row(day: str, on: date, cells: tuple[str, ...], source: str) -> Html:
    first, *others = cells
    return tag(
        "tr",
        tag("th", day, scope="row", cls="nw"),
        tag("td", str(on), cls="nw"),
        tag("td", tag("b", first)),
        (tag("td", cell) for cell in others),
        tag("td", source, cls="src"),
    )
