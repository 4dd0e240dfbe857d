"""What the centres app decides: the optimum of where to open, and how files are read."""
