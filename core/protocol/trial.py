"""The trial: its name, the version of the rules in force, and the sentence every page carries."""

PROTOCOL = "NCT06902012 v1"
CLAIM = "Supports, does not replace, clinical judgement"
GRADING = "ASTCT 2019"
