"""One file that holds an installation - database, files, keys - and an empty place made whole from it.

Works without Django, so that a restore meets nothing that Django would make on its way.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from linli.core.shared.outcomes import Problem
from linli.site import environment as env

FORM = "linli/backup/v1"
MANIFEST, FILES = "manifest.json", "files"
NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
KEYS = ("secret.key", "personal.key", "log.key", "certificate.key", "exchange.key")
CHANGED_KEY = re.compile(r"exchange\.[0-9a-f-]{36}\.key")
"""Keys for other cities since the first change; each lies in a file of its own."""
PLAIN = 2 << 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where an installation keeps what must not be lost."""

    var: Path
    database: str
    log_key: Path

    @property
    def kind(self) -> str:
        """Name the database."""
        return "sqlite" if self.database.startswith("sqlite") else "postgresql"

    @property
    def database_file(self) -> Path:
        """Return the file of an SQLite database."""
        return Path(str(env.database(self.database, self.var)["NAME"]))

    def key_names(self) -> list[str]:
        """Name the keys that may be here."""
        return [*KEYS, *sorted(one.name for one in self.var.glob("*.key") if CHANGED_KEY.fullmatch(one.name))]

    def key(self, name: str) -> Path:
        """Return where a key lies."""
        return self.log_key if name == "log.key" else self.var / name


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup or a restore dealt with."""

    path: str
    kind: str
    files: int
    keys: int
    megabytes: int


def place_of_environment(default_var: Path) -> Place:
    """Return the place that the settings would use."""
    var = Path(env.text("LINLI_VAR", str(default_var)))
    log_key = Path(env.text("LINLI_LOG_KEY", str(var / "log.key")))
    return Place(var, env.text("LINLI_DATABASE", "sqlite:///"), log_key)


def back_up(place: Place, target: Path, at: datetime) -> Copied | Problem:
    """Write everything into one tar file; people may go on working meanwhile.

    The database is copied as it is at one moment, the files after it: a file that is written first and
    named by the database later is in the copy, one too many at worst.
    """
    if target.exists():
        return Problem("file", "copies.exists", {"path": str(target)})
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        dump = Path(folder) / NAMES[place.kind]
        if problem := _dump(place, dump):
            return problem
        unfinished = Path(folder) / "unfinished.tar"
        with unfinished.open("xb") as out, tarfile.open(fileobj=out, mode="w") as tar:
            os.fchmod(out.fileno(), 0o600)  # keys are in it
            copied = _write(tar, place, dump, at)
        size = unfinished.stat().st_size
        unfinished.rename(target)
    return Copied(str(target), place.kind, *copied, size >> 20)


def restore(place: Place, source: Path) -> Copied | Problem:
    """Make an empty place whole from a backup; nothing that exists is ever written over."""
    if problem := occupied(place):
        return problem
    try:
        with tarfile.open(source) as tar:
            return _restore(place, tar, source)
    except (OSError, tarfile.TarError) as error:
        return Problem("file", "copies.unreadable", {"path": str(source), "why": str(error)})


def occupied(place: Place) -> Problem | None:
    """Say what is in the way of a restore."""
    kept = [place.key(name) for name in place.key_names()] + [place.var / FILES]
    kept += [place.database_file] if place.kind == "sqlite" else []
    for one in kept:
        if (one.is_file() and one.stat().st_size) or (one.is_dir() and any(one.iterdir())):
            return Problem("var", "copies.occupied", {"path": str(one)})
    if place.kind == "postgresql" and (count := _tables(place.database)):
        return Problem("database", "copies.tables", {"n": count})
    return None


def _write(tar: tarfile.TarFile, place: Place, dump: Path, at: datetime) -> tuple[int, int]:
    keys = [name for name in place.key_names() if place.key(name).is_file()]
    digests = {dump.name: _digest(dump)} | {name: _digest(place.key(name)) for name in keys}
    found = [path for path in sorted((place.var / FILES).rglob("*")) if path.is_file()]
    manifest = {"form": FORM, "kind": place.kind, "made_at": at.isoformat(), "sha256": digests}
    note = dump.parent / MANIFEST
    note.write_text(json.dumps(manifest, indent=2), encoding="utf-8")
    tar.add(note, MANIFEST)
    tar.add(dump, dump.name)
    for name in keys:
        tar.add(place.key(name), name)
    done = 0
    for path in found:
        try:
            tar.add(path, f"{FILES}/{path.relative_to(place.var / FILES).as_posix()}")
            done += 1
        except FileNotFoundError:
            continue  # its time was over while we copied
    return done, len(keys)


def _restore(place: Place, tar: tarfile.TarFile, source: Path) -> Copied | Problem:
    manifest = _manifest(tar)
    if isinstance(manifest, Problem):
        return manifest
    if manifest["kind"] != place.kind:
        return Problem("database", "copies.other_kind", {"has": manifest["kind"], "wants": place.kind})
    place.var.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.var) as folder:
        # Everything is unpacked and compared beside its place first: a damaged copy changes nothing.
        unpacked = Path(folder)
        files = _unpack(tar, unpacked)
        for name, digest in dict(manifest["sha256"]).items():
            if not (unpacked / name).is_file() or _digest(unpacked / name) != digest:
                return Problem("file", "copies.damaged", {"path": str(source), "name": name})
        if problem := _load(place, unpacked / NAMES[place.kind]):
            return problem
        keys = [name for name in manifest["sha256"] if _is_key(name)]
        for name in keys:
            place.key(name).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(unpacked / name, place.key(name))
            place.key(name).chmod(0o600)
        if (unpacked / FILES).is_dir():
            shutil.rmtree(place.var / FILES, ignore_errors=True)  # empty, as was made sure
            (unpacked / FILES).rename(place.var / FILES)
    return Copied(str(source), place.kind, files, len(keys), source.stat().st_size >> 20)


def _manifest(tar: tarfile.TarFile) -> dict[str, Any] | Problem:
    try:
        member = tar.extractfile(MANIFEST)
        read = json.loads(member.read()) if member else {}
    except (KeyError, ValueError):
        read = {}
    if not isinstance(read, dict) or read.get("form") != FORM or read.get("kind") not in NAMES:
        return Problem("file", "copies.no_backup")
    return read


def _unpack(tar: tarfile.TarFile, folder: Path) -> int:
    """Unpack plain files under names that we write ourselves; everything else in the tar is left there."""
    files = 0
    for member in tar:
        parts = PurePosixPath(member.name).parts
        inside = parts[:1] == (FILES,) and len(parts) > 1 and ".." not in parts
        if not member.isfile() or not (inside or member.name in NAMES.values() or _is_key(member.name)):
            continue
        target = folder.joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        stream = tar.extractfile(member)
        if stream is not None:
            with stream, target.open("xb") as out:
                shutil.copyfileobj(stream, out, PLAIN)
        files += inside
    return files


def _is_key(name: str) -> bool:
    return name in KEYS or CHANGED_KEY.fullmatch(name) is not None


def _dump(place: Place, target: Path) -> Problem | None:
    if place.kind == "postgresql":
        return _run(["pg_dump", "--format=custom", f"--file={target}"], place.database)
    if not place.database_file.is_file():
        return Problem("database", "copies.no_database", {"path": str(place.database_file)})
    with closing(sqlite3.connect(place.database_file)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        sound = copy.execute("PRAGMA quick_check").fetchone()[0]
    return None if sound == "ok" else Problem("database", "copies.unsound", {"why": sound})


def _load(place: Place, dump: Path) -> Problem | None:
    if place.kind == "postgresql":
        words = ["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction"]
        return _run([*words, str(dump)], place.database)
    place.database_file.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(dump, place.database_file)
    return None


def _run(words: list[str], url: str) -> Problem | None:
    # The password goes by the environment: anybody on the machine can read a program's words.
    parts = urlsplit(url)
    open_ = parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", "@", 1)).geturl()
    words = [*words, f"--dbname={open_}"]
    secret = {"PGPASSWORD": unquote(parts.password)} if parts.password else {}
    try:
        done = subprocess.run(words, env=os.environ | secret, capture_output=True, text=True, check=False)  # noqa: S603 - PostgreSQL's own
    except FileNotFoundError:
        return Problem("database", "copies.no_tool", {"name": words[0]})
    if done.returncode:
        return Problem("database", "copies.tool_failed", {"name": words[0], "why": _last(done.stderr)})
    return None


def _tables(url: str) -> int:
    import psycopg

    asked = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
    with psycopg.connect(url) as connection:
        row = connection.execute(asked).fetchone()
    return int(row[0]) if row else 0


def _last(said: str) -> str:
    return next(iter(reversed(said.strip().splitlines())), "")


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for part in _parts(file):
            digest.update(part)
    return digest.hexdigest()


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    while part := file.read(PLAIN):
        yield part
