"""Pure judgements of the catalogue: what a file says, what a text means, whether a map is whole."""
