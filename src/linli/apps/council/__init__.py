"""Suggestions meetings: a question is put, everybody may suggest, every suggestion is answered in public."""
