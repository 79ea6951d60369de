"""What every test shares: generated examples are the same on every machine and are never judged by the clock."""

from hypothesis import settings

# Hypothesis's own profile for this: derandomized, no deadline, no database of earlier failures.
settings.load_profile("ci")
