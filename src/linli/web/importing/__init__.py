"""Files as people keep them: tables (csv, xlsx) and street networks, read into rows and edges."""
