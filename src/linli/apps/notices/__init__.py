"""Announcements that an old neighbour hears, and search notices for people and things that are missed or found."""
