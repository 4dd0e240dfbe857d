"""Who does what where: visits to homes, and what else is matched."""
