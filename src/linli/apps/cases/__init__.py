"""The one engine: whatever somebody must do by a date."""
