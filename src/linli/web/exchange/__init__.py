"""Where other cities send their messages to."""
