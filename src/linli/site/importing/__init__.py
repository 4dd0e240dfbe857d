"""Brings in real requests from spreadsheets: read purely, taken in by the same acts as everything else."""
