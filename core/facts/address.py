"""How the columns of a spreadsheet are named. Nothing heavy is imported here: the reader's child process uses it."""


def letters(column: int) -> str:
    """The letters of a spreadsheet column, counted from 1: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
