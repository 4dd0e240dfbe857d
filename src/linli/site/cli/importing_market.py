"""`linli import workers` and `linli import employers`: who looks for work and who gives it, on their word, from lists."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import click

from linli.core.shared.outcomes import Problem
from linli.site.cli.importing import Voice, start
from linli.site.cli.importing_lists import list_options, parted, rows_of, staff, take_each
from linli.site.cli.importing_visits import days_of
from linli.web.importing.table import Row

if TYPE_CHECKING:
    from linli.apps.jobs.service import NewWorker
    from linli.kernel.access.actors import Actor

SPACE = UUID("9a4f3f77-0f15-4b06-8c1f-8f3a1d6b2c90")
WORKER_NEEDS = ("phone", "name", "born", "area", "trades", "consent")
EMPLOYER_NEEDS = ("kind", "name", "phone", "area")
CONSENTS = {"spoken": "spoken", "口头": "spoken", "paper": "paper", "签字": "paper", "书面": "paper"}
KINDS = {"company": "company", "单位": "company", "household": "household", "家庭": "household"}
PARTS = {"上午": "morning", "下午": "midday", "晚上": "evening", "后半夜": "night"}
BY_DAY = "morning midday"
METRES, USUAL_REACH = 1000, 5


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@list_options
def workers(file: Path, login: str, rejects: Path | None, lang: str, *, as_json: bool) -> None:
    """Import the workers in FILE (csv or xlsx): phone, name, born, area, trades, consent.

    ``trades`` are codes or names with spaces between, each with its level after a colon (bricklayer:4); ``consent`` is
    spoken or paper. Also taken: days (1-5; every day without it), parts (morning, midday, evening, night), reach in
    kilometres, helps. Whoever is entered already is skipped, for they may have changed it themselves. Exit code 0: all
    taken or there already; 2: some rejected; 1: failed.
    """
    start()
    from linli.kernel.access.permissions import Permission

    say = Voice(lang, as_json=as_json)
    table, actor = rows_of(say, file, WORKER_NEEDS), staff(say, login, Permission.WORKER_ENTER)
    take_each(
        say, table, lambda row: _worker(row, actor), rejects or Path(f"{file.stem}.rejects.csv"), key="name"
    )


def _worker(row: Row, actor: Actor) -> bool | tuple[Problem, ...]:
    from linli.apps.jobs import service
    from linli.apps.jobs.models import WorkerProfile
    from linli.kernel.audit.outcomes import NotVisible
    from linli.kernel.identity.personal import index, read_phone

    phone = read_phone(row.cells["phone"])
    if isinstance(phone, Problem):
        return (phone,)
    mark = index(phone, "phone")
    if WorkerProfile.objects.filter(account__phone_index=mark).exists():
        return False
    new = _read(row, phone)
    if isinstance(new, Problem):
        return (new,)
    try:
        service.enter_worker(
            new, actor=actor, act_id=str(uuid5(SPACE, f"worker/{mark}")), at=datetime.now(UTC)
        )
    except NotVisible:
        return (Problem("area", "jobs.not_your_area"),)
    return True


def _read(row: Row, phone: str) -> NewWorker | Problem:
    from linli.apps.jobs.service import Free, NewWorker
    from linli.web.jobs.reading import PARTS as SPANS

    cells = row.cells
    try:
        born = date.fromisoformat(cells["born"].strip().replace("/", "-"))
    except ValueError:
        return Problem("born", "jobs.import_born")
    consent = CONSENTS.get(cells["consent"].strip().lower())
    trades, reach = _trades(cells["trades"]), cells.get("reach", "").strip() or str(USUAL_REACH)
    days = days_of(cells.get("days", ""))
    parts = [PARTS.get(one, one) for one in parted(cells.get("parts", "") or BY_DAY)]
    wrong = (
        (consent is None, Problem("consent", "jobs.consent_missing")),
        (trades is None, Problem("trades", "jobs.import_trades")),
        (days is None, Problem("days", "care.import_days")),
        (any(one not in SPANS for one in parts), Problem("parts", "jobs.import_parts")),
        (not (reach.isascii() and reach.isdigit()), Problem("reach", "jobs.not_a_number")),
    )
    if found := next((problem for is_wrong, problem in wrong if is_wrong), None):
        return found
    return NewWorker(
        name=cells["name"], born=born, area=_area(cells["area"]), trades=trades or (), phone=phone,
        free=tuple(Free(day + 1, *SPANS[part]) for day in days or () for part in dict.fromkeys(parts)),
        reach=int(reach[:4]) * METRES, helps=tuple(parted(cells.get("helps", ""))), consent=consent or "",
    )  # fmt: skip


def _trades(said: str) -> tuple[tuple[str, int], ...] | None:
    """Read trades by code or by either name, each with its level; None where a level is no number."""
    from linli.apps.jobs import facts

    codes = {name: one.code for one in facts.trades() for name in (one.code, one.name_zh, one.name_en)}
    found = []
    for one in parted(said.replace("：", ":")):
        name, _, level = one.partition(":")
        if level and not (level.isascii() and level.isdigit() and len(level) == 1):
            return None
        found.append((codes.get(name, name), int(level or 1)))
    return tuple(found)


def _area(said: str) -> str:
    from linli.web.portal import areas

    return areas.code_of(said, areas.known())


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@list_options
def employers(file: Path, login: str, rejects: Path | None, lang: str, *, as_json: bool) -> None:
    """Import the employers in FILE (csv or xlsx): kind (company, household), name, phone, area, credit_code.

    Each waits for two members of staff to look at its papers, like any other; ``phone`` is whoever acts for it. A
    credit code that is registered already, and the same household again, are skipped. Exit code 0: all taken or there
    already; 2: some rejected; 1: failed.
    """
    start()
    from linli.kernel.access.permissions import Permission

    say = Voice(lang, as_json=as_json)
    table, actor = rows_of(say, file, EMPLOYER_NEEDS), staff(say, login, Permission.WORKER_ENTER)
    take_each(
        say, table, lambda row: _employer(row, actor), rejects or Path(f"{file.stem}.rejects.csv"), key="name"
    )


def _employer(row: Row, actor: Actor) -> bool | tuple[Problem, ...]:
    from linli.apps.grid import facts as grid
    from linli.apps.jobs import service
    from linli.apps.jobs.models import Employer
    from linli.kernel.access.permissions import Permission
    from linli.kernel.audit.rows import find_answer
    from linli.kernel.identity.personal import index

    cells = row.cells
    code, kind = cells.get("credit_code", "").strip().upper(), KINDS.get(cells["kind"].strip().lower(), "")
    area = grid.area(_area(cells["area"]))
    if area is not None and not actor.may(Permission.WORKER_ENTER, area_path=area.path):
        return (Problem("area", "jobs.not_your_area"),)
    if code and Employer.objects.filter(credit_code=code).exists():
        return False
    key = code or index(f"{cells['name']}/{cells['phone']}", "said")
    act_id = str(uuid5(SPACE, f"employer/{key}"))
    if find_answer(actor.key, act_id) is not None:
        return False
    new = service.NewEmployer(
        kind, cells["name"], cells["phone"], area.code if area else cells["area"], code if kind == "company" else "",
    )  # fmt: skip
    service.register_employer(new, actor=actor, act_id=act_id, at=datetime.now(UTC))
    return True
