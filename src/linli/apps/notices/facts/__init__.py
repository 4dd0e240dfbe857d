"""What others may know of announcements, subscriptions and search notices."""

from linli.apps.notices.facts.announcements import (
    Page,
    announcement,
    current,
    draft,
    followers,
    for_staff,
    is_open,
    may,
    title_of,
    waiting_for_review,
)
from linli.apps.notices.facts.audience import Estimate, estimate
from linli.apps.notices.facts.counting import figures
from linli.apps.notices.facts.letters import Words, headline, message_of, said, spoken_fields, words_of
from linli.apps.notices.facts.readings import (
    HeardWord,
    ReadingPage,
    heard_in,
    own_in,
    reading_of,
    readings,
    times_written,
    written,
)
from linli.apps.notices.facts.searches import (
    Left,
    SearchPage,
    is_own,
    may_open_photo,
    may_review,
    messages,
    opened,
    own_searches,
    search,
    searches,
    waiting_count,
    waiting_searches,
)
from linli.apps.notices.facts.subscriptions import Listed, Own, listed, mine, own, what_is_held
from linli.apps.notices.facts.told import (
    Alert,
    ChannelCount,
    Told,
    Unheard,
    alerts,
    channel_counts,
    neighbours_waiting,
    told_by,
    told_oneself,
    unheard,
)
from linli.apps.notices.models.codes import AGES, CHANNELS, TOPICS
from linli.apps.notices.models.search import AUTHORITIES, OUTCOMES, SEARCHES, THINGS

__all__ = [
    "AGES", "AUTHORITIES", "CHANNELS", "OUTCOMES", "SEARCHES", "THINGS", "TOPICS", "Alert", "ChannelCount",
    "Estimate", "HeardWord", "Left", "Listed", "Own", "Page", "ReadingPage", "SearchPage", "Told", "Unheard", "Words",
    "alerts", "announcement", "channel_counts", "current", "draft", "estimate", "figures", "followers", "for_staff",
    "headline", "heard_in", "is_open", "is_own", "listed", "may", "may_open_photo", "may_review", "message_of",
    "messages", "mine", "neighbours_waiting", "opened", "own", "own_in", "own_searches", "reading_of", "readings",
    "said", "search", "searches", "spoken_fields", "times_written", "title_of", "told_by", "told_oneself", "unheard", "waiting_count",
    "waiting_for_review", "waiting_searches", "what_is_held", "words_of", "written",
]  # fmt: skip
