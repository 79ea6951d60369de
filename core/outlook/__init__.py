"""What may come: what would turn a verdict, what would decide it, what each open reading makes of it, and what-if."""
