"""What would change: an upload, an entry by hand, a withdrawal, an undo or a setting, each made into one plan before anything is stored."""
