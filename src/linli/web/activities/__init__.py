"""Pages of activities: what takes place, signing up, holding one, planning one at the desk."""
