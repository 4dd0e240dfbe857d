"""Ability assessment: a standard as data, and what a pair of assessors found by it."""
