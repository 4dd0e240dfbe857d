"""Numbers at the counters of a hall: taken by anybody, shown on a screen, called by clerks."""
