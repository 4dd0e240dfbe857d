"""What is stored of volunteers, their tasks and hours, the time bank and favours."""

from linli.apps.volunteers.models.bank import Booking, BookingLine, TimeAccount
from linli.apps.volunteers.models.favours import AbuseReport, Favour, FavourMatch, FavourMessage
from linli.apps.volunteers.models.joining import Clearance, Invitation, Team, TeamMember, Volunteer
from linli.apps.volunteers.models.working import Dispute, Engagement, Hours, Task

__all__ = [
    "AbuseReport",
    "Booking",
    "BookingLine",
    "Clearance",
    "Dispute",
    "Engagement",
    "Favour",
    "FavourMatch",
    "FavourMessage",
    "Hours",
    "Invitation",
    "Task",
    "Team",
    "TeamMember",
    "TimeAccount",
    "Volunteer",
]
