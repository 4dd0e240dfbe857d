"""What may be done with centres."""

from linli.apps.centres.service.register import NewCentre, change_centre, close_centre, register_centre

__all__ = ["NewCentre", "change_centre", "close_centre", "register_centre"]
