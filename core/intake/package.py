"""How a workbook is put together: its sheets in order, their styles, their comments; and a clean copy of it for the reader of cells."""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from xml.parsers import expat

from core.intake.limits import Fault
from core.intake.places import visible
from core.intake.sheet_xml import YES, Style

WHOLE = "a whole .xlsx file"
OTHERS = {  # a part by which another kind of file is known
    "xl/workbook.bin": "a binary workbook (.xlsb)",
    "mimetype": "an OpenDocument file (.ods)",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a presentation",
}
ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)""")
UTF8 = {b"utf-8", b"us-ascii", b"ascii"}
PROMISED = re.compile(rb"""<(?:\w+:)?sst\s[^<>]*?\buniqueCount\s*=\s*["'](\d+)""")
SHORTEST_STRING = len("<si/>")
QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')  # what a number format shows as it stands
BUILT_IN_PERCENTS = {"9", "10"}
ZEROS = re.compile(r"0{2,}(;.*)?")  # a number format that puts zeros in front
COMMENTS = {"comments", "threadedComment"}
COMMENT = re.compile(rb"""<(?:\w+:)?(?:comment|threadedComment)\s[^<>]*?\bref=["']([A-Z]{1,3}\d{1,7})["']""")
ERROR_CELL = re.compile(rb"""(<(?:\w+:)?c\s(?:[^<>]*?\s)?t\s*=\s*)(["'])e\2""")


class Sheet:
    """One entry of the workbook: its name, whether it is shown, and its XML, which is empty for a sheet that has no cells (a chart)."""

    __slots__ = ("comments", "hidden", "kind", "name", "xml")

    def __init__(self, name: str, hidden: bool, kind: str, xml: bytes, comments: list[str]) -> None:
        self.name, self.hidden, self.kind, self.xml, self.comments = name, hidden, kind, xml, comments


class Package:
    """The parts of a workbook that say what its cells hold."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = parts
        self.workbook = self._main_part()
        self.related = self._relations(self.workbook)
        self.from_1904 = self.stale = False
        entries = []
        for tag, attributes in self._elements(self.workbook, {"sheet", "workbookPr", "calcPr"}):
            if tag == "sheet":
                entries.append(attributes)
            self.from_1904 |= attributes.get("date1904") in YES
            self.stale |= attributes.get("fullCalcOnLoad") in YES
        self.sheets = [self._sheet(entry) for entry in entries]
        twice = Counter(sheet.name.lower() for sheet in self.sheets).most_common(1)
        if twice and twice[0][1] > 1:
            raise Fault(f"{twice[0][1]} sheets are called {visible(twice[0][0])}", "one sheet of each name")
        self.strings = self._texts()
        self.styles = self._of_kind("styles")

    def style(self) -> Style:
        """Which cell styles show a stored 0.55 as 55 %, which a stored 123 as 000123; and whether it is calculated when opened."""
        codes: dict[str, str] = {}
        percents: set[str] = set()
        zeros: set[str] = set()
        section, position = "", 0
        wanted = {"numFmt", "xf", "cellStyleXfs", "cellXfs", "cellStyles"}
        for tag, attributes in self._elements(self.styles, wanted) if self.styles else ():
            if tag == "numFmt":
                codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            elif tag != "xf":
                section = tag
            elif section == "cellXfs":
                number = attributes.get("numFmtId", "")
                if "%" in QUOTED.sub("", codes[number]) if number in codes else number in BUILT_IN_PERCENTS:
                    percents.add(str(position))
                elif ZEROS.fullmatch(codes.get(number, "")):
                    zeros.add(str(position))
                position += 1
        return Style(frozenset(percents), self.stale, frozenset(zeros))

    def blank_strings(self) -> set[str]:
        """Positions, as cells write them, of the shared texts that hold nothing to see. Raises Fault where the texts are damaged."""
        found: list[str] = []
        depth = {"rPh": 0, "t": 0}

        def start(name: str, _: dict[str, str]) -> None:
            tag = _local(name)
            if tag == "si":
                found.append("")
            elif tag in depth:
                depth[tag] += 1

        def end(name: str) -> None:
            if _local(name) in depth:
                depth[_local(name)] -= 1

        def hear(text: str) -> None:
            if found and depth["t"] and not depth["rPh"]:
                found[-1] += text.strip()

        if self.strings:
            parser = expat.ParserCreate()
            parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, hear
            _parse(parser, self.strings, self._xml(self.strings))
        return {str(position) for position, text in enumerate(found) if not text}

    def clean_copy(self, with_errors: Sequence[bool]) -> io.BytesIO:
        """The sheets with cells, in order, as a workbook of nothing else, unpacked: what was examined is what the reader of cells gets.

        The reader shows error cells as blank and knows the old errors only; in the sheets `with_errors` says yes to they become texts.
        """
        copy = io.BytesIO()
        found = [(sheet.xml, wrong) for sheet, wrong in zip(self.sheets, with_errors, strict=True) if sheet.xml]
        sheets = [ERROR_CELL.sub(rb"\1\2str\2", xml) if wrong else xml for xml, wrong in found]
        with zipfile.ZipFile(copy, "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("_rels/.rels", f"<Relationships>{_relation('book', 'officeDocument', 'xl/workbook.xml')}</Relationships>")
            entries = "".join(f'<sheet name="{number}" sheetId="{number + 1}" r:id="s{number}"/>' for number in range(len(sheets)))
            dates = f'<workbookPr date1904="{int(self.from_1904)}"/>'
            archive.writestr("xl/workbook.xml", f'<workbook xmlns:r="r">{dates}<sheets>{entries}</sheets></workbook>')
            relations = [_relation(f"s{number}", "worksheet", f"worksheets/{number}.xml") for number in range(len(sheets))]
            for name, part in (("sharedStrings", self.strings), ("styles", self.styles)):
                if part:
                    relations.append(_relation(name, name, f"{name}.xml"))
                    archive.writestr(f"xl/{name}.xml", self._xml(part))
            archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{''.join(relations)}</Relationships>")
            for number, xml in enumerate(sheets):
                archive.writestr(f"xl/worksheets/{number}.xml", xml)
        copy.seek(0)
        return copy

    def _main_part(self) -> str:
        kinds = self._relations("")
        name = next((target for kind, target in kinds.values() if kind == "officeDocument"), "xl/workbook.xml")
        if name in self.parts and not name.endswith(".bin"):
            return name
        other = next((phrase for part, phrase in OTHERS.items() if part in self.parts), "a zip file without a workbook")
        raise Fault(f"the file is called .xlsx but is {other}", "an .xlsx or .csv file")

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to inside the workbook: by its key, the kind and the name of the part referred to."""
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        if listing not in self.parts:
            return {}
        found = {}
        for _, attributes in self._elements(listing, {"Relationship"}):
            if attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rsplit("/", 1)[-1]
                target = attributes.get("Target", "").replace("\\", "/")
                found[attributes.get("Id", "")] = kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/").lower()
        return found

    def _sheet(self, entry: Mapping[str, str]) -> Sheet:
        name = entry.get("name", "")
        key = next((value for attribute, value in entry.items() if attribute.endswith(":id")), "")
        kind, part = self.related.get(key, ("", ""))
        if "macrosheet" in kind.lower():
            raise Fault(f"sheet {visible(name)} is a macro", "a workbook of tables only")
        if part not in self.parts:
            raise Fault(f"the workbook is damaged: sheet {visible(name)} has no content", WHOLE)
        xml = self._xml(part) if kind == "worksheet" else b""
        notes = (self.parts.get(target, b"") for other, target in self._relations(part).values() if other in COMMENTS)
        commented = dict.fromkeys(cell.decode() for note in notes for cell in COMMENT.findall(note))
        return Sheet(name, entry.get("state", "visible") != "visible", kind, xml, list(commented))

    def _texts(self) -> str:
        """Name of the part with the shared texts. Raises Fault where it promises more of them than it can hold."""
        part = self._of_kind("sharedStrings")
        promised = PROMISED.search(self.parts[part][:4096]) if part else None
        if promised and (len(promised[1]) > 9 or int(promised[1]) * SHORTEST_STRING > len(self.parts[part])):
            raise Fault(f"part {part} says it holds {promised[1][:20].decode()} texts, more than its size allows", WHOLE)
        return part

    def _of_kind(self, kind: str) -> str:
        """Name of the workbook's part of this kind, empty where it has none."""
        return next((target for found, target in self.related.values() if found == kind and target in self.parts), "")

    def _xml(self, part: str) -> bytes:
        """A part as UTF-8 text; what is examined byte by byte must not come in another encoding."""
        xml = self.parts[part].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
        declared = ENCODING.match(xml)
        if not xml.startswith(b"<") or b"\0" in xml or (declared and declared[1].lower() not in UTF8):
            raise Fault(f"part {visible(part)} is not XML in UTF-8", "a workbook as spreadsheet programs write it")
        return xml

    def _elements(self, part: str, wanted: Collection[str]) -> Iterator[tuple[str, dict[str, str]]]:
        """The elements of a small part that have one of the wanted names, in their order, with their attributes."""
        found: list[tuple[str, dict[str, str]]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if _local(name) in wanted:
                found.append((_local(name), attributes))

        parser = expat.ParserCreate()
        parser.StartElementHandler = start
        _parse(parser, part, self._xml(part))
        return iter(found)


def _parse(parser: expat.XMLParserType, part: str, xml: bytes) -> None:
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as damage:
        raise Fault(f"part {visible(part)} is damaged ({expat.ErrorString(damage.code)})", WHOLE) from damage


def _local(name: str) -> str:
    return name[name.rfind(":") + 1 :]


def _relation(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
