"""Who may do what, and which rows that is."""
