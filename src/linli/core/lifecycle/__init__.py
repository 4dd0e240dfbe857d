"""Moves a case through its stages, and says why when it may not move."""
