"""A workbook's zip file before anything understands it: each part unpacked under a limit; what has no place among tables is refused."""

import io
import re
import stat
import struct
import zipfile
import zlib

from core.intake.limits import MOST_PARTS, MOST_UNPACKED_BYTES, SHEET_OR_TEXT, Fault
from core.intake.places import visible

ZIP_SIGN = b"PK\x03\x04"
OLE_SIGN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP, TEXT = "a workbook or another zip file", "plain text"
OLE = "an old Excel workbook or one under a password"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream inside an OLE file that holds a workbook under a password
MARKUP = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<(?:!--|!doctype|html|head|body|meta|table|\?xml)", re.IGNORECASE)
SIGNS = {  # first bytes of files that are neither a workbook nor text
    b"PK\x05\x06": "an empty zip file",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a gzip file",
    b"7z\xbc\xaf": "a 7z file",
    b"Rar!": "a rar file",
    b"{\\rtf": "a rich text document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
CARRIERS = (  # part names whose content is a program, lies elsewhere or is another document
    (re.compile(r"vba\w*\.(bin|xml)$|(^|/)(macrosheets|intlmacrosheets|activex)/"), "is a macro or an active control"),
    (re.compile(r"(^|/)externallinks/"), "is a link to another workbook"),
    (re.compile(r"(^|/)embeddings/|oleobject"), "is an embedded document"),
)
DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, KeyError)
CHUNK = 1 << 20
NO_CARRIER = "a workbook of tables only"


def content(data: bytes) -> str:
    """What the bytes are, whatever the file is called, in words for people: ZIP, OLE, TEXT or another kind."""
    if data.startswith(ZIP_SIGN):
        return ZIP
    if data.startswith(OLE_SIGN):
        return OLE
    if MARKUP.match(data[:1024].replace(b"\0", b"")):
        return "a web page or another markup file"
    return next((kind for sign, kind in SIGNS.items() if data.startswith(sign)), TEXT)


def misnamed(data: bytes, suffix: str) -> Fault:
    """The fault of a file that is no workbook or CSV file, or not the one its name says."""
    if data.startswith(OLE_SIGN) and (suffix == ".xlsx" or ENCRYPTED in data):
        sure = "" if ENCRYPTED in data else " or in the old Excel form"
        return Fault(f"the workbook is password protected{sure}", "an .xlsx file without a password, or a .csv file")
    if suffix == ".xlsm":
        return Fault("the file is a workbook with macros (.xlsm)", SHEET_OR_TEXT)
    name = f"is called {visible(suffix)[:20]}" if suffix else "has no ending"
    return Fault(f"the file {name} and holds {content(data)}", SHEET_OR_TEXT)


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook by their names in small letters, each read to its end and checked. Raises Fault."""
    try:
        return _parts(zipfile.ZipFile(io.BytesIO(data)))
    except DAMAGE as damage:
        what = visible(str(damage))[:120] if isinstance(damage, (zipfile.BadZipFile, zlib.error)) else "its zip file cannot be unpacked"
        raise Fault(f"the workbook is damaged ({what})", "a whole .xlsx file") from damage


def _parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > MOST_PARTS:
        raise Fault(f"the workbook has {len(entries):,} parts", f"at most {MOST_PARTS:,}")
    found: dict[str, bytes] = {}
    seen: set[str] = set()
    left = MOST_UNPACKED_BYTES
    for entry in entries:
        name = _name(entry, seen)
        if entry.is_dir():
            continue
        part = _unpacked(archive, entry, left)
        left -= len(part)
        _check(name, part)
        found[name.lower()] = part
    return found


def _name(entry: zipfile.ZipInfo, seen: set[str]) -> str:
    name = entry.orig_filename.replace("\\", "/")
    shown = visible(name)[:200]
    if name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name or not name:
        raise Fault(f"part {shown} has a name that points outside the workbook", "plain part names")
    if name.lower() in seen:  # part names are the same in capital and small letters
        raise Fault(f"part {shown} stands in the workbook twice", "one part of each name")
    seen.add(name.lower())
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Fault(f"part {shown} is a link", "plain parts")
    if entry.flag_bits & 1:
        raise Fault(f"part {shown} is encrypted: the workbook is password protected", "a workbook without a password")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Fault(f"part {shown} is packed by method {entry.compress_type}", "a workbook as spreadsheet programs pack it")
    for pattern, what in CARRIERS:
        if pattern.search(name.lower()):
            raise Fault(f"part {shown} {what}", NO_CARRIER)
    return name


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    chunks = []
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            most -= len(chunk)
            if most < 0:
                raise Fault(f"the workbook unpacks to more than {MOST_UNPACKED_BYTES >> 20} MB", "a smaller workbook")
            chunks.append(chunk)
    return b"".join(chunks)


def _check(name: str, part: bytes) -> None:
    shown = visible(name)[:200]
    if part.startswith((ZIP_SIGN, OLE_SIGN)):
        raise Fault(f"part {shown} is a file of its own", NO_CARRIER)
    if not part.startswith((b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b" ", b"\r", b"\n", b"\t")):
        return  # a picture or printer settings; no reader of cells opens it
    bare = part.replace(b"\0", b"") if b"\0" in part else part
    if b"<!DOCTYPE" in bare or b"<!ENTITY" in bare:
        raise Fault(f"part {shown} declares its own XML entities", "a workbook as spreadsheet programs write it")
