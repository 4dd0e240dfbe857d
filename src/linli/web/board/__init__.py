"""The board of those who oversee: what to mend, what is late, the rates, by body and by area."""
