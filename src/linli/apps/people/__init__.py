"""Residents, households and consent; nothing else."""
