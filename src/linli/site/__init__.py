"""The only place that knows all: settings, urls, the command line."""
