"""What is stored of centres."""

from linli.apps.centres.models.register import FUNCTIONS, Centre, CentreFunction

__all__ = ["FUNCTIONS", "Centre", "CentreFunction"]
