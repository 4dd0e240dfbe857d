"""What may be, decided without a database: plans, dates, ages, guardians."""
