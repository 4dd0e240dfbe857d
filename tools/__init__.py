"""Tools that keep the project in shape; never imported by it."""
