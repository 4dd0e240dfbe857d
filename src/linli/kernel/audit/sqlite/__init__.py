"""SQLite for Django, with writers queueing fairly."""
