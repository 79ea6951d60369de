"""Campaigns against the ledger: what may befall it, at random from a seed, until a goal is reached or the time is up."""
