"""Who takes which slot: opening hours, bookings of rooms, places given in an order, fair rotation of duties."""
