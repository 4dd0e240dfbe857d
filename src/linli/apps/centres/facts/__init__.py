"""What others may know of centres."""

from linli.apps.centres.facts.register import CentreFact, centre, centres_by_id, centres_in

__all__ = ["CentreFact", "centre", "centres_by_id", "centres_in"]
