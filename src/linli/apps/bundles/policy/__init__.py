"""Who may see a bundle."""
