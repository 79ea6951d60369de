"""The pages: one clinical question each. A page is a selection, one call into the core, cards."""
