"""The domain, in tiers; neighbours do not know one another."""
