"""Casual work: employers that were looked at, shifts with their pay, who can do them, and the course of each engagement."""
