"""The tumor board: who is to be discussed, in what order, and why."""
