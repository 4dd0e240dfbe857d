"""A draw that anybody can repeat: the list is committed first, the seed comes later, the order follows from both."""
