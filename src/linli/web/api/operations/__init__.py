"""One operation, or one resource, a file."""
