"""Who did what and when, and whether the record of it is whole."""
