"""A file as tables of raw cells: read in a process of its own, under limits, before any cell is understood."""
