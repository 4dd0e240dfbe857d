"""What may be done with announcements, subscriptions and search notices."""

from linli.apps.notices.policy.searching import Sought
from linli.apps.notices.service.alerting import alert_unheard
from linli.apps.notices.service.drafting import (
    Written,
    follow_up,
    give_back,
    hand_in,
    publish,
    rewrite,
    stop,
    write,
)
from linli.apps.notices.service.hearing import hear, leave_by_link, note_visit, press, sign
from linli.apps.notices.service.readings import NewReading, add_reading, take_back_reading
from linli.apps.notices.service.searching import (
    end,
    end_of_account,
    end_run_out,
    leave_message,
    note_read,
    refuse,
    renew,
    report,
    show,
)
from linli.apps.notices.service.subscribing import (
    Wish,
    change,
    confirm_mail,
    end_unconsented,
    forget_account,
    leave_for,
    leave_own,
    subscribe,
    write_down,
)
from linli.apps.notices.service.telling import Pace, tell_due

__all__ = [
    "NewReading",
    "Pace",
    "Sought",
    "Wish",
    "Written",
    "add_reading",
    "alert_unheard",
    "change",
    "confirm_mail",
    "end",
    "end_of_account",
    "end_run_out",
    "end_unconsented",
    "follow_up",
    "forget_account",
    "give_back",
    "hand_in",
    "hear",
    "leave_by_link",
    "leave_for",
    "leave_message",
    "leave_own",
    "note_read",
    "note_visit",
    "press",
    "publish",
    "refuse",
    "renew",
    "report",
    "rewrite",
    "show",
    "sign",
    "stop",
    "subscribe",
    "take_back_reading",
    "tell_due",
    "write",
    "write_down",
]  # fmt: skip
