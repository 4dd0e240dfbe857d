"""What follows from an act, after its commit: each subscriber hears of it, in order, at its own pace."""
