"""What may come in and who may see what: decisions of the grid, without its tables."""
