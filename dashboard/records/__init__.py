"""The records of one subject: every fact, its versions and its source, and one fact by hand."""
