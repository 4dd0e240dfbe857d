"""Figures and maps, from published facts only."""
