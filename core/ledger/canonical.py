"""One way to write a thing down, so that equal things have equal bytes, and their SHA-256."""

import json
import re
from hashlib import sha256

_ALONE = re.compile("[\ud800-\udfff]")  # half a character: no encoding knows it, and a database refuses it


def canonical(found: object) -> str:
    """JSON with sorted keys, without blanks and without anything that JSON does not know. Half a character is written as its escape."""
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text if text.isascii() else _ALONE.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def digest(found: object) -> str:
    """The SHA-256 of the canonical JSON, in hexadecimal digits."""
    return sha256(canonical(found).encode()).hexdigest()
