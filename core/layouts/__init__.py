"""From tables to facts: what each column of a table says and how we know, asked where it cannot be known, and the rows read by it."""
