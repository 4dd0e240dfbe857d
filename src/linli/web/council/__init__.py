"""Pages of suggestions meetings: the question, what was said and answered, looking over, grouping, answering."""
