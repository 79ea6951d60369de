"""What is found is kept for every session, by all that it rests on, until there is another store.

Streamlit's own cache would hash the whole key at each look. One look at a time finds a thing: what others wait for is there for them.
"""

from collections import OrderedDict
from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from threading import RLock
from typing import Any, TypeVar

import streamlit as st

Found = TypeVar("Found", bound=Callable)

_STORES: list[OrderedDict[tuple, Any]] = []


def kept(most: int, doing: str = "") -> Callable[[Found], Found]:
    """Keep the `most` newest answers of a function of its arguments alone. `doing` is said on the screen while one is found; it ends only
    after the answer is kept, so that a click in between does not throw the work away."""

    def keep(function):
        store: OrderedDict[tuple, Any] = OrderedDict()
        lock = RLock()
        _STORES.append(store)

        @wraps(function)
        def look(*key):
            found = store.get(key)
            if found is None:
                with st.spinner(doing) if doing else nullcontext(), lock:
                    found = store.get(key)
                    if found is None:
                        found = store[key] = function(*key)
                        while len(store) > most:
                            store.popitem(last=False)
            return found

        return look

    return keep


def forget() -> None:
    """Let go of everything that rests on another store."""
    for store in _STORES:
        store.clear()
