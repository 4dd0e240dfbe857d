"""A service as data: what a pack declares, how it is read, and all that can be wrong with it."""
