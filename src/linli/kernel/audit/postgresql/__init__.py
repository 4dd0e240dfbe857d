"""PostgreSQL for Django, asked for its health only after a rest."""
