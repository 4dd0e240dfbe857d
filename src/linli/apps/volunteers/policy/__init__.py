"""What may be and what may not, without the database: joining, taking, hours, words, the time bank."""
