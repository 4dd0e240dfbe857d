"""Certificates that a community may lawfully issue: signed, checkable by anybody, revocable."""
