"""How far it is on foot: street networks, the nearest of each kind, what share of homes reaches it, where one more helps most."""
