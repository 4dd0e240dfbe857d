"""Volunteers, riders and teams: who lends a hand, where it is needed, the hours, the time bank, help among neighbours."""
