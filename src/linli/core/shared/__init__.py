"""Words that all parts of the core use."""
