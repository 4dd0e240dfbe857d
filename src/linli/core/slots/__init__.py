"""Who takes which slot: fair rotation of duties."""
