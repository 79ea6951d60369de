"""What the site has chosen, who chose it and what it changes."""
