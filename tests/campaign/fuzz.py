"""Hostile files: workbooks and texts damaged at random, each of which ends as tables or as a sentence that names it; the process lives.

What is damaged is the file's bytes, a workbook's parts and their XML, a text's cells, quotes, delimiters and encoding, and its header.
"""

import io
import re
import resource
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from itertools import islice
from random import Random
from typing import NamedTuple
from zlib import crc32

import xlsxwriter

from core.intake.places import label, visible
from core.intake.reader import Handed
from core.layouts.load import Brought, bring
from core.protocol.settings import Settings
from tests.campaign.stores import Stores
from tests.campaign.tally import Tally
from tests.core.intake import hostile

DAY = date(2026, 3, 6)
AT_ONCE = 2
BATCH = 20
MOST_SECONDS = 5  # of computing outside the reader, for one of these small files
SENTENCE = re.compile(r"[^\n]+: [^\n]+; expected [^\n]+")
BROKEN = ("its reader failed with status", "its reader answered nonsense")  # a reader that stumbled, and not one that met its limits
NAMES = ("labs", "检验结果", "![x](https:evil)", "a\u202eb", "<b>labs</b>", "=1+1", "CON", "../../labs", "labs " + "n" * 150)
HEADERS = ("", "subject_id", "LDH", "LDH", "=HYPERLINK(1)", "<img src=x>", "\u202e", "1", "Hb (g/L)", "血红蛋白", " ", "n" * 40_000)
CELLS = (
    "", '"', '""', "\0", "8,4", "1,234", "=1+1", "NaN", "-0", "1e999", "\ufffd", "\u202e", "#N/A", "x" * 40_000, "\x1b[31m", "是", "\r",
)  # fmt: skip
ATTRIBUTES = ("", "0", "-1", "XFD1048576", "A0", "ZZZZ1", "99999999999", "e", "s", "inlineStr", "&lt;", "1" * 400, "d", "shared")
XML = (
    "<v>", "</c>", "<row>", "<v>1e999</v>", "<![CDATA[1]]>", "<!-- -->", "<!DOCTYPE x>", "&lol;", "\x01",
    "<f>1</f>", '<c t="e"><v>#N/A</v></c>',
    "<mergeCells><mergeCell ref='A1:XFD9'/></mergeCells>", '<row r="5" hidden="1">', "<is><t>\u202e</t></is>", "<x:c xmlns:x='y'/>",
)  # fmt: skip
TABLE = 'Patient,Date,Hb (g/dL),ALT (U/L),Note\nS-001,03/04/2026,8.4,31,\nS-002,13/04/2026,9.1,<5,"mild, since noon"\n,14/04/2026,9.3,40,\n'
CONTRACT = "subject_id,collected_at,analyte,value,unit\nS-001,2026-03-01T08:00,hemoglobin,84,g/L\nS-002,2026-03-02,alt,31,U/L\n"
CHINESE = "检验报告\n姓名;采集日期;血红蛋白(g/L);血小板(10^9/L)\n甲;2026-03-01;84,5;120\n乙;2026-03-02;91;88\n"


class Sound(NamedTuple):
    """A file before anything befell it."""

    suffix: str
    data: bytes


def hostile_files(tally: Tally, random: Random, _: Stores) -> None:
    """File after file through the same door as an upload's."""
    sound = tuple(_sound())
    took: list[float] = []
    computed: list[float] = []
    with ThreadPoolExecutor(AT_ONCE) as readers:
        files = (_damaged(random, random.choice(sound)) for _ in tally.trials())
        while batch := list(islice(files, BATCH)):
            for file, (found, seconds, computing) in zip(batch, readers.map(_ended, batch), strict=True):
                _judge(tally, file, found)
                tally.hold(computing < MOST_SECONDS, f"{_named(file)}: took {computing:.1f} s of computing outside the reader")
                took.append(seconds)
                computed.append(computing)
    tally.counts["ms of 95 %"] = _most(took)
    tally.counts["ms of computing outside the reader of 95 %"] = _most(computed)
    tally.counts["MB of a reader at most"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10


def _most(seconds: list[float]) -> int:
    """The milliseconds within which 95 % lie."""
    return round(1000 * sorted(seconds)[int(0.95 * len(seconds))]) if seconds else 0


def _ended(file: Handed) -> tuple[Brought | Exception, float, float]:
    """How a file ended, with the seconds on the wall, and those this thread computed."""
    began, computed = time.monotonic(), time.thread_time()
    found: Brought | Exception
    try:
        found = bring([file], Settings(), today=DAY, asking=True)
    except Exception as fault:  # noqa: BLE001 - any is a finding, and must not end the campaign
        found = fault
    return found, time.monotonic() - began, time.thread_time() - computed


def _named(file: Handed) -> str:
    return f"{label(file.name)} ({len(file.data):,} bytes, {crc32(file.data):08x})"


def _judge(tally: Tally, file: Handed, found: Brought | Exception) -> None:
    name = _named(file)
    if isinstance(found, Exception):
        tally.hold(False, f"{name}: ended by {type(found).__name__}: {str(found)[:200]}")
        return
    for said in found.refused:
        tally.counts["could not be read safely" if "could not be read safely" in said else "refused"] += 1
        tally.hold(said.startswith(f"{label(file.name)}: ") and SENTENCE.fullmatch(said) is not None, f"{name}: said {said[:200]!r}")
        tally.hold(not any(words in said for words in BROKEN), f"{name}: {said}")
    if not found.refused:
        tally.counts["asked" if found.questions else "data"] += 1
    shown = [*found.refused, *found.intake.notices, *map(str, found.intake.problems), *map(str, found.questions)]
    tally.hold(all(visible(said) == said for said in shown), f"{name}: shows what acts on a screen")
    for table in found.tables:
        tally.hold(len({len(row) for row in table.rows}) < 2, f"{name}: rows of different lengths")


def _sound() -> Iterator[Sound]:
    """What a laboratory sends, and what an attacker does."""
    yield Sound(".xlsx", _written())
    yield Sound(".xlsx", hostile.workbook(strings="<si><t>a</t></si>", styles='<cellXfs><xf numFmtId="14"/></cellXfs>'))
    yield Sound(".xlsx", hostile.workbook(hostile.HEADER + hostile.ROW, after=hostile.MERGED.format("A1:B2")))
    for make in (hostile.sparse, hostile.lying_strings, hostile.entities, hostile.merged_everything):
        yield Sound(".xlsx", make())
    for text in (TABLE, CONTRACT, CHINESE, TABLE.replace(",", "\t")):
        yield Sound(".csv", text.encode())
        yield Sound(".txt", text.encode("utf-16"))
        yield Sound(".csv", text.encode("gb18030"))
        yield Sound(".tsv", text.encode("utf-8-sig"))


def _written() -> bytes:
    """A workbook as a spreadsheet program writes it: dates, merged heads, a hidden row, a formula, a second sheet."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"default_date_format": "yyyy-mm-dd"}) as book:
        labs, more = book.add_worksheet("Results"), book.add_worksheet("labs")
        labs.merge_range("C1:D1", "Blood")
        labs.write_row(1, 0, ("Patient", "Date", "Hb (g/L)", "ALT (U/L)"))
        for line in range(2, 12):
            labs.write_row(line, 0, (f"S-{line:03d}", datetime(2026, 3, line), 80 + line, "<5"))
        labs.set_row(4, None, None, {"hidden": True})
        labs.write_formula("E2", "=1+1")
        for line, row in enumerate(CONTRACT.splitlines()):
            more.write_row(line, 0, row.split(","))
    return held.getvalue()


def _damaged(random: Random, sound: Sound) -> Handed:
    """One to three things befall it."""
    suffix, data = sound
    book = suffix == ".xlsx"
    for _ in range(random.randint(1, 3)):
        data = random.choice((*BYTES, *PARTS, *PARTS) if book else (*BYTES, *TEXTS, *TEXTS))(random, data)
    if random.random() < 0.05:
        suffix = random.choice((".xlsx", ".csv", ".xls", ".txt", "", ".XLSX"))
    return Handed(random.choice(NAMES) + suffix, data)


def _flipped(random: Random, data: bytes) -> bytes:
    found = bytearray(data)
    for _ in range(random.choice((1, 1, 3, 30)) if found else 0):
        found[random.randrange(len(found))] = random.randrange(256)
    return bytes(found)


def _cut(random: Random, data: bytes) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _moved(random: Random, data: bytes) -> bytes:
    """A piece taken out, and put in elsewhere, once or often."""
    at, to, long = random.randrange(len(data) + 1), random.randrange(len(data) + 1), random.choice((1, 2, 30, 500))
    piece = data[at : at + long]
    rest = data[:at] + data[at + long :]
    return rest[:to] + piece * random.choice((0, 1, 2, 100)) + rest[to:]


def _parts(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook; of one that is damaged already those that can be got."""
    found = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                found[name] = archive.read(name)
    except Exception:  # noqa: BLE001 - an earlier damage may show in any way
        return found
    return found


def _swapped(random: Random, data: bytes) -> bytes:
    """Two parts with each other's content, one of them gone, or under another name."""
    parts = _parts(data)
    if len(parts) < 2:
        return data
    one, other = random.sample(sorted(parts), 2)
    match random.randrange(3):
        case 0:
            parts[one], parts[other] = parts[other], parts[one]
        case 1:
            del parts[one]
        case _:
            parts[random.choice(("../x.xml", "xl/vbaProject.bin", "/x", other.upper(), "xl/worksheets/sheet9.xml"))] = parts.pop(one)
    return hostile.zipped(parts)


def _edited(random: Random, data: bytes) -> bytes:
    """The XML of one part with a tag, an attribute or a text that is not its own."""
    parts = _parts(data)
    if not parts:
        return data
    name = random.choice(sorted(parts))
    text = parts[name].decode("utf-8", "replace")
    match random.randrange(4):
        case 0:
            text = _replaced(random, text, r'(?<==")[^"]*(?=")', random.choice(ATTRIBUTES))
        case 1:
            text = _replaced(random, text, r"<[^>]*>", random.choice(("", *XML)))
        case 2:
            text = _replaced(
                random, text, r"(?<=>)[^<]*(?=<)", random.choice(("", "1e999", "-1", "99999999", "\u202e", "x" * 40_000, *XML))
            )
        case _:
            at = random.randrange(len(text) + 1)
            text = text[:at] + random.choice(XML) + text[at:]
    return hostile.zipped({**parts, name: text.encode(random.choice(("utf-8", "utf-8", "utf-8", "utf-16")), "replace")})


def _replaced(random: Random, text: str, pattern: str, new: str) -> str:
    found = [match.span() for match in re.finditer(pattern, text)]
    if not found:
        return text
    start, end = random.choice(found)
    return text[:start] + new + text[end:]


def _celled(random: Random, data: bytes) -> bytes:
    """One cell, head or delimiter of a text replaced."""
    text, codec = _text(data)
    pattern, news = random.choice(
        (
            (r"[^,;\t\n]+", CELLS),
            (r"\A[^,;\t\n]+|(?<![^,;\t\n])[^,;\t\n]++(?=[^\n]*\Z)", HEADERS),
            (r"[,;\t\n]", (",", ";", "|", "\n", "", "\r", ",,,,")),
        )
    )
    return _replaced(random, text, pattern, random.choice(news)).encode(codec, "replace")


def _headed(random: Random, data: bytes) -> bytes:
    """Another header, or titles above it."""
    text, codec = _text(data)
    first, *rest = text.split("\n")
    sign = next((sign for sign in ",;\t" if sign in first), ",")
    heads = sign.join(random.choice((*HEADERS[:-1], *first.split(sign))) for _ in range(random.choice((1, 3, 5, 5, 300))))
    return "\n".join([*random.choice(((), (first,), ("Report", ""))), heads, *rest]).encode(codec, "replace")


def _encoded(random: Random, data: bytes) -> bytes:
    """The whole, or what follows a line, in another encoding."""
    text, codec = _text(data)
    at = random.choice((0, text.find("\n") + 1))
    other = random.choice(("utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "windows-1252", "big5", "utf-8-sig", "utf-32"))
    return text[:at].encode(codec, "replace") + text[at:].encode(other, "replace")


def _text(data: bytes) -> tuple[str, str]:
    """The text as far as it can be read, and how it is written."""
    codec = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return data.decode(codec, "replace"), codec


Damage = Callable[[Random, bytes], bytes]
BYTES: tuple[Damage, ...] = (_flipped, _cut, _moved)
PARTS: tuple[Damage, ...] = (_swapped, _edited, _edited, _edited)
TEXTS: tuple[Damage, ...] = (_celled, _celled, _headed, _encoded)
