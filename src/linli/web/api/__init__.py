"""The JSON interface for programs: `/api/v1`, which only grows."""
