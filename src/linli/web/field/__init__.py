"""The page for people outdoors: a report with one hand, also without a network."""
