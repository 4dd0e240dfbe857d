"""Calendar versions: a year's notice makes a new one; dates say by which they were counted."""

from __future__ import annotations

from datetime import datetime

from linli.apps.catalogue import events
from linli.apps.catalogue.facts.epoch import move_on
from linli.apps.catalogue.facts.snapshot import calendar
from linli.apps.catalogue.models import CalendarVersion
from linli.apps.catalogue.service.allowed import require
from linli.core.clock.calendar import Calendar, Notice
from linli.core.clock.notice import amended, read_notice
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid


def import_calendar(notice: object, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Take a year's notice (the mapping of its YAML or JSON file) into a new calendar; returns its version.

    A notice that changes nothing is answered with the version that stands.
    """
    require(actor, Permission.CALENDAR_IMPORT)
    read = read_notice(notice)
    if not isinstance(read, Notice):
        raise Invalid(*read)
    new = amended(calendar(), read)
    if not isinstance(new, Calendar):
        raise Invalid(*new)
    if new.version == calendar().version:
        return new.version

    def work(acting: Acting) -> JsonValue:
        stream = acting.open_stream(
            "calendar", events.CALENDAR_IMPORTED, {"calendar": new.version, "year": read.year}
        )
        CalendarVersion.objects.create(
            version=new.version, stream=stream, calendar=new.to_json(), imported_at=at
        )
        move_on()
        acting.announce(events.CALENDAR_CHANGED, {"calendar": new.version, "year": read.year})
        return new.version

    said: JsonValue = read.to_json()
    return str(act("catalogue.import_calendar", work, said=said, actor=actor, act_id=act_id, at=at))
