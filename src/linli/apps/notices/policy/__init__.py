"""Pure judgements about announcements: who is meant, what it costs, what a message says, whose link it is."""
