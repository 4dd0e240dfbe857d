"""Times with a lawyer or a doctor: booked by residents, given by advisers, seen by the two alone."""
