"""Open311 GeoReport v2 at `/open311/v2`: how other cities' apps tell and follow problems."""
