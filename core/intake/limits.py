"""How much one file may ask of its reader, and the fault for which a file is refused."""

MOST_BYTES = 20 * 1024 * 1024  # of the file as it lies on the disk
MOST_UNPACKED_BYTES = 100 * 1024 * 1024  # of all parts of a workbook together
MOST_PARTS = 10_000
MOST_CELLS = 5_000_000  # used rows x columns of all sheets together, blank cells inside the used range included
MOST_ROWS = 1_048_576  # of one sheet, as spreadsheets have it
MOST_COLUMNS = 16_384
MOST_CHARACTERS = 32_767  # of one cell; spreadsheets cannot hold more
MOST_FLAWS = 500_000  # cells of one sheet that do not hold what they seem to hold; nobody reads a longer list
MEMORY = 512 << 20  # bytes of address space of the process that reads
COMPUTING_SECONDS = 7
WALL_SECONDS = 8
MOST_ANSWER_BYTES = 128 << 20  # that the process may send back

SHEET_OR_TEXT = "an .xlsx or .csv file"


class Fault(Exception):
    """A whole file cannot be used: what was found in it, and what was expected instead."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found, expected)
        self.found = found
        self.expected = expected
