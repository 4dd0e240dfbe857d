"""What others are told after a commit, in order, at least once."""
