"""Keeping figures up to date."""

from linli.apps.insight.service.reading import Refreshed, refresh

__all__ = ["Refreshed", "refresh"]
