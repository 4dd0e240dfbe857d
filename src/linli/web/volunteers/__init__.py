"""Pages of those who lend a hand, who are helped, who organise it; the time bank; favours between neighbours."""
