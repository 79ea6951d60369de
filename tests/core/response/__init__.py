"""Response: what PET and ctDNA say, and whether they agree."""
