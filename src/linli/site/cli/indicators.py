"""`linli indicators` and `linli open-data`: the figures of a period, and what anybody needs to check them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from linli.apps.insight.policy.figures import Figures, Group
    from linli.apps.insight.policy.periods import Period
    from linli.core.shared.outcomes import Problem

json_option = click.option("--json", "as_json", is_flag=True, help="print JSON")


@click.command()
@click.option("--period", default="", help="2026-10, 2026, 2026-Q4, 2026-10-09 or 2026-10-01..2026-10-09")
@click.option("--area", default="", help="code of an area: all below it counts")
@click.option("--body", default="", help="code or ref of the lead body")
@click.option("--subject", default="", help="code of a subject")
@click.option("--refresh", is_flag=True, help="only read the log on and renew the monthly summary")
@click.option("--stored", is_flag=True, help="do not read the log on first")
@json_option
def indicators(
    *, period: str, area: str, body: str, subject: str, refresh: bool, stored: bool, as_json: bool
) -> None:
    """Work out the figures of a period, each with numerator, denominator and what is left out."""
    _set_up()
    from linli.apps.insight import facts
    from linli.apps.insight.facts.told import told

    read, wanted = _asked(period or _this_month(), area, body, subject, as_json=as_json)
    if not stored:
        _refresh(as_json=as_json, tell=refresh)
    if refresh:
        return
    size, as_of = facts.reading()
    until = as_of or datetime.now(UTC)
    found = facts.live(read, until, wanted, facts.satisfaction_weights())
    if as_json:
        click.echo(
            json.dumps(told(found, read, wanted, as_of=until, log_size=size), ensure_ascii=False, indent=2)
        )
    else:
        _print(found, read)


@click.group("open-data")
def open_data() -> None:
    """Public rounds as files that anybody can take away."""


@open_data.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@json_option
def export(folder: Path, *, as_json: bool) -> None:
    """Write all public rounds to FOLDER, one file a month, with what tools/linli_recompute.py needs."""
    _set_up()
    from linli.apps.insight.facts import open_data as data

    _refresh(as_json=as_json, tell=False)
    folder.mkdir(parents=True, exist_ok=True)
    about = data.about()
    rows = sum(_write(folder / data.file_name(one.name), data.lines(one)) for one in data.months())
    _write(folder / "areas.csv", data.areas())
    _write(folder / "bodies.csv", data.bodies())
    (folder / "about.json").write_text(
        json.dumps(about, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    files = about["files"] if isinstance(about["files"], list) else []
    if as_json:
        click.echo(
            json.dumps({"folder": str(folder), "rounds": rows, "files": files, "log_size": about["log_size"]})
        )
    else:
        from linli.kernel.ui.text import t

        click.echo(t("insight.exported", n=rows, folder=str(folder)))


def _set_up() -> None:
    import django

    django.setup()
    from linli.site.preparing import prepare_database

    prepare_database()


def _this_month() -> str:
    from linli.apps.insight import facts

    return facts.current(datetime.now(UTC)).name


def _asked(period: str, area: str, body: str, subject: str, *, as_json: bool) -> tuple[Period, Group]:
    from linli.apps.grid import facts as grid
    from linli.apps.insight.policy.figures import Group
    from linli.apps.insight.policy.periods import Period, read_period
    from linli.core.shared.outcomes import Problem

    read = read_period(period)
    if not isinstance(read, Period):
        _refuse(read, as_json=as_json)
    if area and grid.area(area) is None:
        _refuse(Problem("area", "insight.no_such_area", {"code": area[:40]}), as_json=as_json)
    known = grid.body(body) if body else None
    if body and known is None:
        _refuse(Problem("body", "insight.no_such_body", {"code": body[:40]}), as_json=as_json)
    return read, Group(area, known.ref if known else "", subject)


def _refresh(*, as_json: bool, tell: bool) -> None:
    from linli.apps.insight import service
    from linli.kernel.ui.text import t

    done = service.refresh(datetime.now(UTC))
    if tell and as_json:
        told = {"log_size": done.log_size, "cases": done.cases, "months": list(done.months)}
        click.echo(json.dumps(told))
    elif tell:
        click.echo(t("insight.refreshed", n=done.cases, months=len(done.months), size=done.log_size))


def _print(found: Figures, period: Period) -> None:
    from linli.apps.insight.policy.rates import RATES, WHOLE
    from linli.kernel.ui.text import t

    click.echo(period.name)
    for code in RATES:
        count = found.count(code)
        share = "—" if count.share is None else f"{count.share:.1%}"
        edges = "" if count.interval is None else f"[{count.interval[0]:.1%}, {count.interval[1]:.1%}]"
        left = " ".join(f"{t(f'insight.left_out.{why}')} {n}" for why, n in sorted(count.left_out.items()))
        name = t(f"insight.rate.{code}")
        click.echo(
            f"  {share:>7}  {count.numerator / WHOLE:g}/{count.denominator} {edges}  {name}  {left}".rstrip()
        )
    if found.minutes is not None:
        click.echo(t("insight.median_line", hours=f"{found.minutes / 60:.1f}", n=found.closed))


def _refuse(problem: Problem, *, as_json: bool) -> NoReturn:
    from linli.kernel.ui.text import LANGUAGES, reason

    if as_json:
        said = {"code": problem.code, "field": problem.field}
        said |= {language: reason(problem, lang=language) for language in LANGUAGES}
        click.echo(json.dumps({"problems": [said]}, ensure_ascii=False))
    else:
        click.echo(reason(problem), err=True)
    sys.exit(2)


def _write(path: Path, lines: Iterable[str]) -> int:
    count = -1
    with path.open("w", encoding="utf-8", newline="") as file:
        for line in lines:
            file.write(line)
            count += 1
    return count
