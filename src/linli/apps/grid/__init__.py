"""Places and the bodies and people who answer for them."""
