"""Linli: a problem told once, worked off on time, and open to anyone's check."""
