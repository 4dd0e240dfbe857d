"""Cross-city: accepted here, handled there, between installations that know each other by key."""
