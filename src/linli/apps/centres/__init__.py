"""Neighbourhood service centres: what there is round the corner, and who may use it when."""
