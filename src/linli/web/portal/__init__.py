"""Pages for residents: tell, find, follow, join, answer, rate, contest, and check the receipt."""
