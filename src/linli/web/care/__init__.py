"""Pages of day care and home visits: for the person and the family, for carers on the way, for the desk."""
