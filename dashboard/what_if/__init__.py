"""What if: hypotheses on one subject and what they would do to its verdicts. They live while the block is looked at; nothing is stored."""
