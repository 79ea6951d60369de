"""What if: hypotheses and what they would do to the verdicts; nothing here is stored."""
