"""What a coordinator sees between dropping files and undoing them: each block is a function of what the core found."""
