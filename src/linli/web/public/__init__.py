"""Pages for everybody: how the city is doing, every public case, the map, the data to check it all."""
