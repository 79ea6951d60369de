"""How the columns and cells of a spreadsheet are named. Nothing heavy is imported here: the reader's child process uses it."""


def letters(column: int) -> str:
    """The letters of a spreadsheet column, counted from 1: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """1-based number of a column's capital letters: D is 4, AB is 28; 0 of none."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(row: int, column: int) -> str:
    """Name of the cell at a 1-based row and column: row 14, column 4 is D14."""
    return f"{letters(column)}{row}"
