"""A CSV file that says by which state of the ledger it was written: the same further columns in every row, so that readers keep them."""

import csv
from collections.abc import Mapping
from io import StringIO


def stamped(text: str, columns: Mapping[str, str]) -> str:
    """The rows as they were, and after them the columns; a file without rows stays empty."""
    out = StringIO(newline="")
    writer = csv.writer(out)  # by its default line end it quotes a line end of either kind inside a cell
    for number, row in enumerate(csv.reader(StringIO(text, newline=""))):
        writer.writerow([*row, *(columns.values() if number else columns)])
    return out.getvalue()
