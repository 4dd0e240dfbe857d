"""`linli calendar`: show the working calendar, check a year's notice, take it in."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click
import yaml

from linli.core.clock.calendar import LAST_DAY, Calendar, Notice
from linli.core.clock.calendar_cn import SHIPPED
from linli.core.clock.instants import DAY
from linli.core.clock.notice import amended, read_notice
from linli.core.clock.steps import holiday
from linli.core.shared.outcomes import Problem, Reason
from linli.site.cli.sentences import LANGUAGES, Said, in_both, say

_LARGEST = 200_000  # bytes; a year's notice has about a thousand

json_option = click.option("--json", "as_json", is_flag=True, help="print JSON")
lang_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), default="zh", help="language of the answer"
)


@click.group()
def calendar() -> None:
    """Holidays and working weekends: show them, check a notice, import it."""


@calendar.command()
@click.argument("year", type=int, required=False)
@click.option("--stored", is_flag=True, help="the calendar of this city's database, not the one that ships")
@json_option
@lang_option
def show(year: int | None, lang: str, *, stored: bool, as_json: bool) -> None:
    """Show one YEAR, or how many working days each year has."""
    now = _stored_calendar(as_json=as_json) if stored else SHIPPED
    if year is None:
        _show_all(now, lang, as_json=as_json)
    elif now.first_year <= year <= LAST_DAY.year:
        _show_year(now, year, lang, as_json=as_json)
    else:
        params = {"first": now.first_year, "last": LAST_DAY.year}
        _refuse([Problem("year", "clock.year_outside", params)], as_json=as_json)


@calendar.command()
@click.argument("file")
@json_option
def check(file: str, *, as_json: bool) -> None:
    """Check the notice in FILE (YAML or JSON) and store nothing."""
    notice, after = _read(file, SHIPPED, as_json=as_json)
    days = [day for rest in notice.rests for day in rest.days]
    working = _working_days(after, notice.year)
    params = {"year": notice.year, "off": len(days), "working": len(notice.working), "days": working}
    good = Reason("clock.notice_good", params)
    _tell(good, {"year": notice.year, "calendar": after.version, "working_days": working}, as_json=as_json)


@calendar.command("import")
@click.argument("file")
@json_option
def import_command(file: str, *, as_json: bool) -> None:
    """Take the notice in FILE (YAML or JSON) into the city's calendar; dates are counted anew."""
    now = _stored_calendar(as_json=as_json)
    notice, after = _read(file, now, as_json=as_json)
    if after.version == now.version:
        _tell(Reason("clock.notice_same"), {"calendar": now.version, "imported": False}, as_json=as_json)
        return
    version = _store(notice, as_json=as_json)
    done = Reason("clock.notice_imported", {"year": notice.year, "version": version})
    _tell(done, {"calendar": version, "imported": True}, as_json=as_json)


def _read(file: str, now: Calendar, *, as_json: bool) -> tuple[Notice, Calendar]:
    """Read a file's notice and the calendar that it makes, or leave saying all that is wrong."""
    unreadable = Problem("file", "clock.notice_unreadable", {"file": file})
    try:
        raw = Path(file).read_bytes()
        text = raw.decode("utf-8-sig") if len(raw) <= _LARGEST else None
    except (OSError, UnicodeDecodeError):
        text = None
    if text is None:
        _refuse([unreadable], as_json=as_json)
    try:
        notice = read_notice(_parse(text))
    except (yaml.YAMLError, ValueError, RecursionError):  # ValueError: 2027-02-30 is no date
        _refuse([unreadable], as_json=as_json)
    if not isinstance(notice, Notice):
        _refuse(notice, as_json=as_json)
    after = amended(now, notice)
    if not isinstance(after, Calendar):
        _refuse(after, as_json=as_json)
    return notice, after


def _parse(text: str) -> object:
    """Parse JSON as JSON, because YAML takes no tabs, and anything else as YAML."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return yaml.safe_load(text)


def _stored_calendar(*, as_json: bool) -> Calendar:
    """Return the calendar of the database, or leave when there is none."""
    import django
    from django.db import DatabaseError

    django.setup()
    from linli.apps.catalogue import facts

    try:
        return facts.calendar()
    except DatabaseError as error:
        _unavailable(error, as_json=as_json)


def _store(notice: Notice, *, as_json: bool) -> str:
    from django.db import DatabaseError

    from linli.apps.catalogue import service
    from linli.kernel.access.actors import system_actor
    from linli.kernel.audit.outcomes import Invalid, Refused

    # A second run of the same file stops before this; going back to an older notice is a new act.
    act_id = str(uuid.uuid4())
    try:
        return service.import_calendar(
            notice.to_json(), actor=system_actor("calendar"), act_id=act_id, at=datetime.now(UTC)
        )
    except Invalid as error:
        _refuse(error.problems, as_json=as_json)
    except Refused as error:
        _refuse([error.refusal], as_json=as_json)
    except DatabaseError as error:
        _unavailable(error, as_json=as_json)


def _show_all(now: Calendar, language: str, *, as_json: bool) -> None:
    totals = {year: _working_days(now, year) for year in range(now.first_year, now.last_year + 1)}
    if as_json:
        click.echo(json.dumps({"calendar": now.version, "working_days": totals}, ensure_ascii=False))
        return
    for year, days in totals.items():
        click.echo(say(_year_line(now, year, days), language))


def _show_year(now: Calendar, year: int, language: str, *, as_json: bool) -> None:
    days = _working_days(now, year)
    rests = _holidays(now, year)
    moved = [day for day in _year(year) if day in now.on]
    provisional = year > now.last_year
    if as_json:
        told = {
            "year": year,
            "calendar": now.version,
            "provisional": provisional,
            "working_days": days,
            "holidays": [{"name": name, "from": str(first), "to": str(last)} for name, first, last in rests],
            "working": [str(day) for day in moved],
        }
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    lines: list[Said] = [_year_line(now, year, days)]
    lines += [Reason("clock.year_unknown", {"year": year})] * provisional
    lines += [holiday(name, first, last) for name, first, last in rests]
    lines += [Reason("clock.moved_working_day", {"date": day.isoformat()}) for day in moved]
    for line in lines:
        click.echo(say(line, language))


def _holidays(now: Calendar, year: int) -> list[tuple[str, date, date]]:
    """Return the runs of days off of one holiday, in order."""
    runs: list[tuple[str, date, date]] = []
    for day in _year(year):
        name = now.kind(day).name
        if name is None:
            continue
        if runs and runs[-1][0] == name and runs[-1][2] == day - DAY:
            runs[-1] = (name, runs[-1][1], day)
        else:
            runs.append((name, day, day))
    return runs


def _year_line(now: Calendar, year: int, days: int) -> Reason:
    return Reason("clock.year_days", {"year": year, "version": now.version, "days": days})


def _working_days(now: Calendar, year: int) -> int:
    return sum(now.is_working(day) for day in _year(year))


def _year(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + n * DAY for n in range((date(year, 12, 31) - first).days + 1)]


def _tell(done: Reason, told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(told | in_both(done), ensure_ascii=False))
        return
    for language in LANGUAGES:
        click.echo(say(done, language))


def _refuse(wrong: Sequence[Said], *, as_json: bool) -> NoReturn:
    """Print all that is wrong in both languages and leave with exit code 2."""
    if as_json:
        click.echo(json.dumps({"errors": [in_both(one) for one in wrong]}, ensure_ascii=False))
        sys.exit(2)
    for language in LANGUAGES:
        for one in wrong:
            where = f"{one.field}: " if isinstance(one, Problem) and one.field else ""
            click.echo(where + say(one, language), err=True)
    sys.exit(2)


def _unavailable(error: Exception, *, as_json: bool) -> NoReturn:
    """Say that there is no database to ask, and leave with exit code 1."""
    problem = Problem("", "clock.import_unavailable", {"detail": str(error).splitlines()[0]})
    if as_json:
        click.echo(json.dumps({"errors": [in_both(problem)]}, ensure_ascii=False))
    else:
        for language in LANGUAGES:
            click.echo(say(problem, language), err=True)
    sys.exit(1)
