"""Pages that compose several apps: portal, desk, board, public."""
