"""The bytes of a text file as text: by its mark, as UTF-8, or as a Chinese encoding that a person confirms. Never with a letter lost."""

import codecs
import re
import unicodedata
from typing import NamedTuple

from core.intake.limits import Fault
from core.intake.places import visible

MARKS = (  # the first bytes by which a file says how its text is written; the codec reads what follows them
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WITH_MARK = {"utf-8": ("utf-8", "utf-8-sig"), "utf-16-le": ("utf-16", "utf-16-le"), "utf-16-be": ("utf-16", "utf-16-be")}
UNICODE = "UTF-8, or UTF-16 with a byte order mark"
CHINESE, WESTERN, TAIWANESE = "gb18030", "windows-1252", "big5"
LINE_BREAK = re.compile(r"\r\n|\r|\n")
FOREIGN = re.compile(rb"[\x80-\xff]{3}")  # western text has its other letters one or two at a time
# Big5 has its frequent characters under the first of its lead bytes; text of another encoding uses the rest of them as often.
FREQUENT = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xc6][\x40-\x7e\xa1-\xfe])*+")
WESTERN_SIGNS = set("µ°±²³¹·×÷–—‘’“”‚„…«»¼½¾§®©™€£¿¡ªº†‡•‰\xa0")
FEWEST_NULS = 4  # one in so many code units at least is an ASCII character in the text of a table


class Decoded(NamedTuple):
    """A text, the codec that gave it, and the other codecs that give one too; `sure` where none can be meant but this."""

    text: str
    encoding: str
    sure: bool
    others: tuple[tuple[str, str], ...] = ()  # codec and text


def decoded(data: bytes, encoding: str | None) -> Decoded:
    """The text in the encoding a person or a layout names, else in the one the file shows. Raises Fault."""
    mark, codec = next(((mark, codec) for mark, codec in MARKS if data.startswith(mark)), (b"", ""))
    if not codec and encoding is None and (unmarked := _unmarked(data)):
        return unmarked
    wanted = encoding or codec or "utf-8"
    try:
        name = codecs.lookup(wanted).name
        if codec and name not in WITH_MARK[codec]:
            raise Fault(f"the file begins with the mark of {codec.upper()}", f"{name}, as its layout says")
        if name == "utf-16" and not mark:
            raise Fault("the file has no byte order mark", "UTF-16 with one, or utf-16-le or utf-16-be in its layout")
        return Decoded(_no_nul(data[len(mark) :].decode(codec or name)), encoding or codec or "utf-8", True)
    except UnicodeDecodeError as wrong:
        if encoding is None and not codec and (text := _strictly(data, CHINESE)) is not None and "\0" not in text:
            return Decoded(text, CHINESE, False, tuple(_others(data)))
        at, good = len(mark) + wrong.start, wrong.object[: wrong.start].decode(codec or name)
        found = f"byte 0x{data[at]:02X} at byte offset {at:,} (line {line_of(good):,}) is not {wrong.encoding.upper()}"
        raise Fault(found, f"text in {encoding}, as its layout says" if encoding else f"text in {UNICODE}") from wrong
    except (LookupError, ValueError) as unknown:
        raise Fault(f"the layout's encoding {visible(wanted)[:40]!r} is none for text", "a name such as gb18030") from unknown


def line_of(before: str) -> int:
    """Number of the line in which a text goes on."""
    return len(LINE_BREAK.findall(before)) + 1


def _no_nul(text: str) -> str:
    if (at := text.find("\0")) >= 0:
        raise Fault(f"line {line_of(text[:at])} holds a NUL character", f"text in {UNICODE}")
    return text


def _unmarked(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: where every NUL is the same half of a code unit, and enough of them are."""
    if b"\0" not in data or len(data) % 2:
        return None
    halves = data[0::2].count(0), data[1::2].count(0)
    if min(halves) or max(halves) * FEWEST_NULS * 2 < len(data):
        return None
    codec = "utf-16-be" if halves[0] else "utf-16-le"
    text = _strictly(data, codec)
    return None if text is None or any(map(_no_text, set(text))) else Decoded(text, codec, True)


def _no_text(sign: str) -> bool:
    return sign not in "\t\r\n" and unicodedata.category(sign) in ("Cc", "Cn", "Co")


def _others(data: bytes) -> list[tuple[str, str]]:
    """What else the bytes may be that gb18030 can read, where every one of them suits."""
    found = []
    text = None if FOREIGN.search(data) else _strictly(data, WESTERN)
    if text is not None and all(sign.isascii() or sign.isalpha() or sign in WESTERN_SIGNS for sign in set(text)):
        found.append((WESTERN, text))
    if FREQUENT.fullmatch(data) and (text := _strictly(data, TAIWANESE)) is not None:
        found.append((TAIWANESE, text))
    return found


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None
