"""Places at schools against the children who come of age for them."""
