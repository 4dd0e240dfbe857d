"""`linli demo`: build the fictional city 汾安市 and let a year of problems be told and worked off."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NoReturn
from zoneinfo import ZoneInfo

import click
from tqdm import tqdm

from linli.core.shared.outcomes import Reason
from linli.site.cli.sentences import LANGUAGES
from linli.site.demo.sizes import SIZES

if TYPE_CHECKING:
    from linli.site.demo.city import Built
    from linli.site.demo.notebook import Note

REFUSED, FAILED = 2, 1


@click.command()
@click.option("--size", type=click.Choice(tuple(SIZES)), default="small", show_default=True, help="how large")
@click.option("--seed", default="1", show_default=True, help="the same seed and day give the same city")
@click.option(
    "--until", default=None, help="the last moment of the simulated year; default: the hour that has struck"
)
@click.option(
    "--password", default=None, help="password of all demo staff; default: a random one, shown once"
)
@click.option("--if-empty", is_flag=True, help="do nothing when there are cases already")
@click.option("--new-password", is_flag=True, help="only give the demo staff another password")
@click.option("--story", type=click.Choice(tuple("ABCDE")), help="walk through the story of a newspaper page")
@click.option("--json", "as_json", is_flag=True, help="print JSON")
@click.option("--lang", type=click.Choice(LANGUAGES), default="zh", help="language of the answer")
def demo(  # noqa: PLR0913 - a parameter for each option
    size: str, seed: str, until: str | None, password: str | None, lang: str,
    *, if_empty: bool, new_password: bool, story: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Build the demo city, go on with one that was interrupted, or walk through a story in it.

    Exit code 0: built, or nothing to do; 1: interrupted or some step refused; 2: cannot be done here.
    """
    _start()
    say = _Voice(lang, as_json=as_json)
    from linli.site.demo import city, notebook
    from linli.site.preparing import count_rows

    if new_password:
        _renew(say, password)
    last, has_cases = notebook.read(), not city.is_empty()
    if story and has_cases:
        _walk(say, story)
    if if_empty and has_cases and (last is None or last.is_finished):
        say.done(Reason("demo.exists", {"cases": city.count_cases()}))
    wanted = _note(say, size, seed, until, password, last)
    if has_cases and (last is None or (last.size, last.seed) != (size, seed)):
        say.refuse(Reason("demo.other_city", {"size": size, "seed": seed}))
    if last is None or not last.is_finished or not has_cases:
        notebook.write(wanted)
    try:
        built = city.build(
            wanted.size, wanted.seed, wanted.moment, wanted.password, say.progress(wanted.size)
        )
    except KeyboardInterrupt:
        say.fail(Reason("demo.interrupted"))
    notebook.write(notebook.Note(wanted.size, wanted.seed, wanted.until))
    count_rows()
    if story:
        _walk(say, story)
    say.tell(built)


def _walk(say: _Voice, page: str) -> NoReturn:
    """Tell a story step by step, each looked up in the running software; 1 if one is not as it is told."""
    from linli.site.demo import guided

    told, as_told = guided.story(page), True
    lines = []
    if not say.as_json:
        click.echo(f"{page} · {told.title[say.lang]}\n{say.sentence(Reason('demo.story_how'))}")
    for n, one in enumerate(guided.walk(told, say.lang), 1):
        as_told = as_told and not one.missing
        lines.append(
            {"step": n, "who": one.step.who, "page": one.path, **one.step.does, "missing": one.missing}
        )
        if not say.as_json:
            known = one.step.who if one.step.who in guided.WITHOUT_NAME else "staff"
            who = say.sentence(Reason(f"demo.story_{known}", {"who": one.step.who}))
            click.echo(f"{n}. {one.step.does[say.lang]}\n   {who} {one.path}")
            if one.missing:
                click.echo(
                    f"   {say.sentence(Reason('demo.story_missing', {'words': one.missing}))}", err=True
                )
    if say.as_json:
        click.echo(json.dumps({"story": page, **told.title, "steps": lines}, ensure_ascii=False))
    sys.exit(0 if as_told else FAILED)


def _start() -> None:
    import django

    django.setup()
    from linli.site.preparing import prepare_database

    prepare_database()


def _note(
    say: _Voice, size: str, seed: str, until: str | None, password: str | None, last: Note | None
) -> Note:
    """Return what this run is about: an unfinished one of the same size and seed goes on as it began."""
    from linli.kernel.identity.service import password_problem
    from linli.site.demo import city
    from linli.site.demo.notebook import Note

    if password is not None and password_problem(password):
        say.refuse(Reason("demo.password_weak"))
    if last and not last.is_finished and (last.size, last.seed) == (size, seed) and until is None:
        return last
    moment = city.today() if until is None else _moment(say, until)
    if last and until is None and (last.size, last.seed) == (size, seed):
        moment = last.moment
    return Note(size, seed, moment.isoformat(), password or city.new_password())


def _moment(say: _Voice, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        say.refuse(Reason("demo.bad_moment", {"text": text[:40]}))
    moment = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    if moment > datetime.now(UTC):
        say.refuse(Reason("demo.future"))
    return moment.astimezone(UTC)


def _renew(say: _Voice, password: str | None) -> NoReturn:
    from linli.kernel.identity.service import password_problem
    from linli.site.demo import city

    chosen = password or city.new_password()
    if password_problem(chosen):
        say.refuse(Reason("demo.password_weak"))
    count = city.renew_passwords(chosen)
    if not count:
        say.refuse(Reason("demo.no_city"))
    say.done(Reason("demo.password_changed", {"n": count, "password": chosen}))


class _Voice:
    """Says everything in the wanted language, or as JSON."""

    def __init__(self, lang: str, *, as_json: bool) -> None:
        self.lang = lang
        self.as_json = as_json

    def sentence(self, said: Reason, lang: str | None = None) -> str:
        from linli.kernel.ui.text import reason

        return reason(said, lang=lang or self.lang)

    def done(self, said: Reason) -> NoReturn:
        """Say that it is done and leave."""
        self._leave(said, 0)

    def refuse(self, said: Reason) -> NoReturn:
        """Say that it cannot be done here and leave."""
        self._leave(said, REFUSED)

    def fail(self, said: Reason) -> NoReturn:
        """Say that it is not finished and leave."""
        self._leave(said, FAILED)

    def progress(self, size: str) -> _Bar:
        """Return what shows how far it has come."""
        return _Bar(self, SIZES[size].cases, quiet=self.as_json)

    def tell(self, built: Built) -> NoReturn:
        """Say what was built and how to sign in."""
        if self.as_json:
            click.echo(json.dumps(_as_json(built), ensure_ascii=False))
        else:
            self._tell(built)
        sys.exit(FAILED if built.faults else 0)

    def _tell(self, built: Built) -> None:
        counts: dict[str, Any] = {"cases": built.cases, "places": built.places, "bodies": built.bodies}
        click.echo(self.sentence(Reason("demo.built", counts)))
        for step, n in built.faults.items():
            click.echo(self.sentence(Reason("demo.refused", {"n": n, "step": step})), err=True)
        where = {"address": "/staff/login", "password": built.password}
        click.echo(self.sentence(Reason("demo.sign_in_staff", where)))
        for one in built.staff:
            line = {"role": f"access.role.{one.role}", "name": one.name, "login": one.login}
            click.echo(f"  {self.sentence(Reason('demo.sign_in_line', line))}")
        person = {"name": built.resident.name, "phone": built.resident.phone}
        click.echo(self.sentence(Reason("demo.sign_in_resident", person)))
        click.echo(self.sentence(Reason("demo.only_once")))

    def _leave(self, said: Reason, code: int) -> NoReturn:
        if self.as_json:
            told = {"code": said.code, **{one: self.sentence(said, one) for one in LANGUAGES}}
            click.echo(json.dumps(told | {"done": code == 0}, ensure_ascii=False))
        else:
            click.echo(self.sentence(said), err=code != 0)
        sys.exit(code)


class _Bar:
    """Shows the stages and, for the year, a bar on the terminal's error channel."""

    def __init__(self, say: _Voice, total: int, *, quiet: bool) -> None:
        self._say = say
        self._quiet = quiet
        self._bar = tqdm(total=total, unit="", disable=True if quiet else None, leave=False)

    def stage(self, name: str) -> None:
        """Begin a stage."""
        if not self._quiet:
            self._bar.write(self._say.sentence(Reason(f"demo.stage_{name}")), file=sys.stderr)

    def steps(self, count: int) -> None:
        """Count cases that were opened."""
        self._bar.update(count)


def _as_json(built: Built) -> dict[str, Any]:
    return {
        "size": built.size,
        "seed": built.seed,
        "until": built.until.isoformat(),
        "cases": built.cases,
        "places": built.places,
        "bodies": built.bodies,
        "acts": built.new,
        "refused": dict(built.faults),
        "staff": [
            {"role": one.role, "name": one.name, "login": one.login, "password": one.password}
            for one in built.staff
        ],
        "resident": {"name": built.resident.name, "phone": built.resident.phone},
    }
