"""One way to write a thing down, so that equal things have equal bytes, and their SHA-256."""

import json
from hashlib import sha256


def canonical(found: object) -> str:
    """JSON with sorted keys, without blanks and without anything that JSON does not know."""
    return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(found: object) -> str:
    """The SHA-256 of the canonical JSON, in hexadecimal digits."""
    return sha256(canonical(found).encode("utf-8", "surrogatepass")).hexdigest()
