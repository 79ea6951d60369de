"""What leaves the building: the contract's keys and words."""
