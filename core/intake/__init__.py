"""How facts come in: from a file to tables of raw cells, from there to records, problems and a plan of changes."""
