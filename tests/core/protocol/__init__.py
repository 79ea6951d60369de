"""The protocol's rules, each sentence of the clinical reference by its table."""
