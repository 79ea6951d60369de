"""The Cohort page: the trial's own numbers at one data cut-off, each with its clock, its denominator and its list."""
