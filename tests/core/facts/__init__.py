"""What is known: how a cell is read, what a record holds, what a laboratory result says, and what was known on a day."""
