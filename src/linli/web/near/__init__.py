"""The neighbourhood: what is round the corner, for residents; one package of pages for each app beside it."""
