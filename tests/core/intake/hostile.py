"""Files that want to do harm or lie about themselves, made when a test asks for them; seeded, so that each is the same everywhere."""

import io
import random
import struct
import zipfile
from collections.abc import Mapping

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>subject_id</t></is></c><c r="B1" t="inlineStr"><is><t>value</t></is></c></row>'
MERGED = '<mergeCells><mergeCell ref="{}"/></mergeCells>'
ROW = '<row r="2"><c r="A2" t="inlineStr"><is><t>S-001</t></is></c><c r="B2"><v>1.5</v></c></row>'


def sheet(rows: str = HEADER + ROW, before: str = "", after: str = "") -> str:
    """A worksheet part from the XML of its rows and of what stands round them."""
    return f'<?xml version="1.0"?><worksheet xmlns="{NAMESPACE}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def row(number: int, *cells: str, attributes: str = "") -> str:
    """One row from the XML of its cells."""
    return f'<row r="{number}"{attributes}>{"".join(cells)}</row>'


def parts(
    rows: str = HEADER + ROW, *, strings: str = "", styles: str = "", book: str = "", before: str = "", after: str = ""
) -> dict[str, str]:
    """The parts of a workbook with the one sheet `labs`, by name; `book` stands before the list of sheets."""
    related = [("s1", "worksheet", "worksheets/sheet1.xml"), ("st", "styles", "styles.xml"), ("ss", "sharedStrings", "sharedStrings.xml")]
    found = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("w", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns:r="r">{book}<sheets><sheet name="labs" sheetId="1" r:id="s1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(*related),
        "xl/worksheets/sheet1.xml": sheet(rows, before, after),
    }
    if strings:
        found["xl/sharedStrings.xml"] = f'<sst xmlns="{NAMESPACE}">{strings}</sst>' if not strings.startswith("<sst") else strings
    if styles:
        found["xl/styles.xml"] = f'<styleSheet xmlns="{NAMESPACE}">{styles}</styleSheet>'
    return found


def relations(*entries: tuple[str, str, str]) -> str:
    listed = "".join(f'<Relationship Id="{key}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/>' for key, kind, target in entries)
    return f"<Relationships>{listed}</Relationships>"


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip file of these parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def workbook(rows: str = HEADER + ROW, **others: str) -> bytes:
    """A workbook with the one sheet `labs`; the rest as in `parts`."""
    return zipped(parts(rows, **others))


def with_part(name: str, content: str | bytes = b"x") -> bytes:
    """A sound workbook with one part more, or with one part replaced."""
    return zipped({**parts(), name: content})


def sparse() -> bytes:
    """1.7 KB that make a reader ask for half a terabyte."""
    return workbook(row(1, '<c r="A1"><v>1</v></c>') + row(1_048_576, '<c r="XFD1048576"><v>1</v></c>'))


def sparse_in_one_row() -> bytes:
    """The same with both cells in row 1, where the second one does not belong."""
    return workbook(row(1, '<c r="A1"><v>1</v></c>', '<c r="XFD1048576"><v>1</v></c>'))


def huge_text() -> bytes:
    """300 MB of one letter, 300 KB packed."""
    return zipped({**parts(), "xl/sharedStrings.xml": b"<sst><si><t>" + b"a" * 300_000_000 + b"</t></si></sst>"})


def many_copies() -> bytes:
    """One text of 32,000 letters, named by 200,000 cells: 6.4 GB for a reader that copies it."""
    cells = "".join(row(number, f'<c r="A{number}" t="s"><v>0</v></c>') for number in range(1, 200_001))
    return workbook(cells, strings=f"<si><t>{'a' * 32_000}</t></si>")


def entities() -> bytes:
    """A billion laughs in a sheet."""
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">{lines}]>' + sheet(row(1, '<c r="A1" t="str"><v>&l9;</v></c>'))[21:]
    return with_part("xl/worksheets/sheet1.xml", text)


def truncated() -> bytes:
    """A workbook of which the second half got lost on the way."""
    return workbook()[:900]


def encrypted() -> bytes:
    """The beginning of a workbook under a password."""
    return OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def encrypted_part() -> bytes:
    """A zip whose entries carry the mark of a zip password."""
    return workbook().replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")


def duplicated_part() -> bytes:
    """Two sheets of one name: which one a reader sees is chance."""
    held = io.BytesIO(workbook())
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr("xl/worksheets/SHEET1.xml", sheet())
    return held.getvalue()


def symbolic_link() -> bytes:
    """A part that names a file of the reader's machine."""
    held = io.BytesIO(workbook())
    with zipfile.ZipFile(held, "a") as archive:
        link = zipfile.ZipInfo("xl/media/link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return held.getvalue()


def many_parts() -> bytes:
    """More parts than any workbook has."""
    return zipped({f"xl/media/{number}": b"" for number in range(10_001)})


def wide_csv() -> bytes:
    """A header of a million columns."""
    return b",".join(b"%d" % number for number in range(1_000_000)) + b"\n"


def lying_strings() -> bytes:
    """A list of shared texts that promises four billion and holds one."""
    return workbook(strings=f'<sst xmlns="{NAMESPACE}" count="4294967295" uniqueCount="4294967295"><si><t>a</t></si></sst>')


def flaws_only() -> bytes:
    """Two million formulas without results: a list of faults that nobody reads."""
    return workbook(f"<row>{'<c><f>1</f></c>' * 50}</row>" * 40_000)


def merged_everything() -> bytes:
    """One merged range over a whole sheet of a million cells."""
    return workbook(row(1, '<c r="A1"><v>1</v></c>') + row(1000, '<c r="ALL1000"><v>1</v></c>'), after=MERGED.format("A1:XFD1048576"))


def damaged(seed: int) -> bytes:
    """A sound workbook in which a few bytes were changed, taken out or doubled."""
    chance = random.Random(seed)
    content = bytearray(workbook(strings="<si><t>a</t></si>", styles='<cellXfs><xf numFmtId="14"/></cellXfs>'))
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(content))
        kind = chance.randrange(3)
        if kind == 0:
            content[at] = chance.randrange(256)
        elif kind == 1:
            del content[at : at + chance.randint(1, 30)]
        else:
            content[at:at] = content[at : at + chance.randint(1, 30)]
    return bytes(content)


def damaged_sheet(seed: int) -> bytes:
    """A sound zip file with a sheet in which a few characters were changed: the damage reaches the reader of cells."""
    chance = random.Random(seed)
    text = list(sheet(HEADER + "".join(row(n, f'<c r="A{n}" s="0"><v>{n}</v></c>', f'<c r="B{n}"><f>A{n}</f></c>') for n in range(2, 9))))
    for _ in range(chance.randint(1, 4)):
        text[chance.randrange(len(text))] = chance.choice('<>/"=&rcvst0123456789AZ ')
    return with_part("xl/worksheets/sheet1.xml", "".join(text))


def wrong_checksum() -> bytes:
    """A part whose bytes are not those the zip file promises."""
    content = workbook()
    at = content.index(b"PK\x01\x02") + 16
    return content[:at] + struct.pack("<I", 1) + content[at + 4 :]
