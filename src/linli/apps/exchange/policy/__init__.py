"""Who may see what was said between cities."""
