"""What is stored of casual work."""

from linli.apps.jobs.models.employers import Employer, EmployerPerson
from linli.apps.jobs.models.engagements import Engagement, EngagementNote
from linli.apps.jobs.models.posts import Post
from linli.apps.jobs.models.tables import MinimumWageRow, Trade, WordingEdition
from linli.apps.jobs.models.workers import WorkerProfile, WorkerTime, WorkerTrade

__all__ = [
    "Employer",
    "EmployerPerson",
    "Engagement",
    "EngagementNote",
    "MinimumWageRow",
    "Post",
    "Trade",
    "WordingEdition",
    "WorkerProfile",
    "WorkerTime",
    "WorkerTrade",
]
