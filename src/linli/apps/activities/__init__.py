"""Activities and classes, circuits through villages, childcare places: who may come, who waits, who was there."""
