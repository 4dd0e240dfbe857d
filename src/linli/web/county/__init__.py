"""Pages of the county administrator: who answers for what, which services there are, places, people, the year."""
