"""Subjects, limits, the responsibility matrix and published packs."""
