"""What the second-infusion rule rests on: the deciding ctDNA sample and every earlier one used, the deciding scan, the gap between."""

from collections.abc import Sequence
from datetime import date

from core.assessment import SecondInfusion
from core.facts.fact import Fact
from core.facts.records import Ctdna, Pet
from core.response.pairing import gap_days
from dashboard.look import row, table, verdict
from dashboard.markup import Html, join, tag
from dashboard.words import days_words, since, value_of

HEADS = ["Evidence", "value", "date, day", "source cell"]


def evidence(second: SecondInfusion) -> Html:
    start = second.standing.infused_on
    newest, earlier = _parted(second)
    rows = [
        _said("ctDNA", second.ctdna.status, second.ctdna.reason),
        *(_sample(sample, start) for sample in newest),
        *([_earlier(earlier, start)] if earlier else []),
        _said("PET/CT", second.pet.response or "unknown", second.pet.reason),
        *(_scan(scan, start) for scan in second.pet.used),
        _gap(gap_days(second.ctdna, second.pet)),
        *_unread(second),
    ]
    return tag("section", table(HEADS, rows, "evidence"))


def _said(name: str, found: str, reason: str) -> Html:
    return tag("tr", tag("th", name, scope="row"), tag("td", tag("b", found), f": {reason}", colspan=3))


def _gap(days: int | None) -> Html:
    """Between the two that decide; the nearest call of each scan stands in the table below."""
    text = (
        "unknown: ctDNA and PET/CT are not both there" if days is None else join([tag("b", days_words(days)), " between the deciding two"])
    )
    return tag("tr", tag("th", "Gap", scope="row"), tag("td", text, colspan=3))


def _parted(second: SecondInfusion) -> tuple[list[Fact[Ctdna]], list[Fact[Ctdna]]]:
    """The samples of the newest day among those used, and the earlier ones."""
    used = second.ctdna.used
    last = max((sample.record.collected_on for sample in used), default=None)
    return [each for each in used if each.record.collected_on == last], [each for each in used if each.record.collected_on != last]


def _sample(sample: Fact[Ctdna], start: date) -> Html:
    assay = tag("span", f" {sample.record.assay or 'assay not recorded'}", cls="dim")
    return _cited("newest", tag("span", _call(sample), assay), sample.record.collected_on, start, sample.cell("call"))


def _call(sample: Fact[Ctdna]) -> Html:
    record = sample.record
    unit = record.unit or "unit not recorded"
    number = f" {value_of(record.value, unit)}" if record.value is not None else ""
    if not number and record.limit_of_detection is not None:
        number = f", LOD {value_of(record.limit_of_detection, unit)}"
    return tag("span", tag("b", record.call or "no call"), number)


def _earlier(samples: Sequence[Fact[Ctdna]], start: date) -> Html:
    """Every earlier sample in one line, its dates and cells on demand: reference 1.4 (A2) wants the exact samples listed."""
    short = join((tag("span", since(each.record.collected_on, start), " ", _call(each), cls="nw") for each in samples), "; ")
    lines = (tag("div", f"{each.record.collected_on} {each.cell('call')}") for each in samples)
    cells = tag("details", tag("summary", f"{len(samples)} {'cell' if len(samples) == 1 else 'cells'}"), lines, cls="src")
    return tag("tr", tag("th", "earlier", scope="row", cls="sub"), tag("td", short, colspan=2), tag("td", cells))


def _scan(scan: Fact[Pet], start: date) -> Html:
    record = scan.record
    read = [record.response or "not read", f"Deauville {record.deauville}" if record.deauville else "Deauville not recorded"]
    how = tag("span", f" {record.modality or 'modality not recorded'}", cls="dim")
    return _cited("newest", tag("span", tag("b", " · ".join(read)), how), record.scanned_on, start, scan.cell("response"))


def _cited(name: str, said: Html, on: date, start: date, source: str) -> Html:
    when = tag("span", f"{on} ", tag("span", since(on, start), cls="dim"), cls="nw")
    return tag("tr", tag("th", name, scope="row", cls="sub"), tag("td", said), tag("td", when), tag("td", source, cls="src"))


def _unread(second: SecondInfusion) -> list[Html]:
    """What a laboratory or a reader did write and nobody could read: it counts as not recorded, and that must be seen."""
    facts = second.standing.facts
    cells = [sample.cell("call") for sample in facts.ctdna if "call" in sample.faults]
    cells += [scan.cell(column) for scan in facts.pet for column in ("response", "deauville") if column in scan.faults]
    said = verdict("warning", "could not be read, counts as not recorded")
    return [row("", said, "", tag("span", cell, cls="src")) for cell in cells]
