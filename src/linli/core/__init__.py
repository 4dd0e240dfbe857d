"""The pure core: values in, values and reasons out; no clock, no I/O, no framework."""
