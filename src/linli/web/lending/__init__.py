"""Books, toys and tools of the centres: looked for at home, lent at the desk."""
