"""Django apps without domain words."""
