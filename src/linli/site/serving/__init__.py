"""Running the product: the web server's inner side, the supervisor, health, copies of everything."""
