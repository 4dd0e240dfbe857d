"""Acts, entries, and the public log they become."""
