"""Reads pack folders, checks, publishes and tests them."""
