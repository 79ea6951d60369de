"""How anything is judged: clauses, rules and arms, on one chart and on a frame."""
