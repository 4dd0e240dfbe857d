"""Pages of centres: the register and one's bookings for everybody, the day's list, rooms and draws for staff."""
