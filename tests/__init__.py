"""The tests: a package, so that the folder tests/core can never be taken for the core itself."""
