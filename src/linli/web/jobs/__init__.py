"""Casual work: the market for everybody, pages of workers and employers, the desk, the board of the hall."""
