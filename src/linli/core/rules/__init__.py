"""Rules with legal sources: dated parameters and provisions, and decisions that say what they rest on."""
