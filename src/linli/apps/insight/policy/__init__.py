"""What figures mean, decided without a database."""
