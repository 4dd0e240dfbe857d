"""Pure judgements about people's data: what words there are, what is masked, what was typed."""
