from __future__ import annotations

import io
import json
import sqlite3
import tarfile
from contextlib import closing
from datetime import UTC, datetime

import pytest
from django.conf import settings
from tests.site.served import linli, serving

from linli.core.shared.outcomes import Problem
from linli.site.serving.copies import Copied, Place, back_up, occupied, place_of_environment, restore

AT = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)

CHANGED = "exchange.0f0b4a52-3c7d-4a53-9d0e-6f5f8f1f2a10.key"


def place(folder):
    return Place(folder, "sqlite:///", folder / "log.key")


@pytest.fixture
def full(tmp_path):
    var = tmp_path / "var"
    (var / "files" / "ab").mkdir(parents=True)
    (var / "files" / "ab" / "photo").write_bytes(b"photo")
    for name in ("secret.key", "personal.key", "log.key", "exchange.key", CHANGED):
        (var / name).write_text(name)
    with closing(sqlite3.connect(var / "linli.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE t (x)")
        database.execute("INSERT INTO t VALUES ('kept')")
        database.commit()
        yield place(var)  # still open, and its last rows only in the write-ahead log


def test_what_was_backed_up_is_restored(full, tmp_path):
    file = tmp_path / "copy.tar"
    done = back_up(full, file, AT)
    assert (done.kind, done.files, done.keys) == ("sqlite", 1, 5)
    assert file.stat().st_mode & 0o777 == 0o600
    other = place(tmp_path / "other")
    assert isinstance(restore(other, file), Copied)
    with closing(sqlite3.connect(other.database_file)) as database:
        assert database.execute("SELECT x FROM t").fetchall() == [("kept",)]
    assert (other.var / "files" / "ab" / "photo").read_bytes() == b"photo"
    assert (other.var / "personal.key").read_text() == "personal.key"
    assert (other.var / "personal.key").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in other.var.iterdir()) == [
        CHANGED, "exchange.key", "files", "linli.sqlite3", "log.key", "personal.key", "secret.key",
    ]  # fmt: skip


@pytest.mark.parametrize("there", ["linli.sqlite3", "secret.key", "files/x"])
def test_nothing_that_exists_is_written_over(full, tmp_path, there):
    file = tmp_path / "copy.tar"
    back_up(full, file, AT)
    assert back_up(full, file, AT).code == "copies.exists"
    other = tmp_path / "other"
    (other / there).parent.mkdir(parents=True)
    (other / there).write_text("mine")
    assert restore(place(other), file).code == "copies.occupied"
    assert (other / there).read_text() == "mine"


def members(file):
    with tarfile.open(file) as tar:
        return {one.name: tar.extractfile(one).read() for one in tar}


def write(file, content):
    with tarfile.open(file, "w") as tar:
        for name, data in content.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


def test_a_damaged_copy_changes_nothing(full, tmp_path):
    file, broken = tmp_path / "copy.tar", tmp_path / "broken.tar"
    back_up(full, file, AT)
    write(broken, members(file) | {"log.key": b"another"})
    other = place(tmp_path / "other")
    found = restore(other, broken)
    assert (found.code, found.params["name"]) == ("copies.damaged", "log.key")
    assert occupied(other) is None


def test_names_that_lead_elsewhere_stay_in_the_tar(full, tmp_path):
    file, sly = tmp_path / "copy.tar", tmp_path / "sly.tar"
    back_up(full, file, AT)
    write(sly, members(file) | {"files/../../escaped": b"x", "linli.conf": b"x"})
    other = place(tmp_path / "other")
    assert restore(other, sly).files == 1
    assert not list(tmp_path.rglob("escaped"))
    assert not (other.var / "linli.conf").exists()


@pytest.mark.parametrize("content", [b"", b"no tar at all", json.dumps({"form": "x"}).encode()])
def test_another_file_is_no_backup(tmp_path, content):
    file = tmp_path / "x"
    file.write_bytes(content)
    assert restore(place(tmp_path / "var"), file).code == "copies.unreadable"
    write(file, {"manifest.json": content})
    assert restore(place(tmp_path / "var"), file).code == "copies.no_backup"


def test_a_copy_of_another_kind_of_database_is_refused(full, tmp_path):
    file = tmp_path / "copy.tar"
    back_up(full, file, AT)
    changed = members(file)
    changed["manifest.json"] = changed["manifest.json"].replace(b'"sqlite"', b'"postgresql"')
    write(file, changed)
    assert restore(place(tmp_path / "var2"), file).code == "copies.other_kind"


def test_without_a_database_there_is_nothing_to_copy(tmp_path):
    assert isinstance(back_up(place(tmp_path / "var"), tmp_path / "x.tar", AT), Problem)


def test_it_looks_where_the_settings_look(monkeypatch):
    for name in ("LINLI_VAR", "LINLI_DATABASE", "LINLI_LOG_KEY"):
        monkeypatch.delenv(name, raising=False)
    found = place_of_environment(settings.VAR)
    assert (found.var, str(found.log_key)) == (settings.VAR, str(settings.VAR / "log.key"))


@pytest.mark.long
def test_an_installation_moves_house_while_it_works(tmp_path):
    file, old, new = tmp_path / "copy.tar", tmp_path / "old", tmp_path / "new"
    one = ("--processes", "1")  # how many answer is no matter of copies
    with serving(old, *one) as served:
        key = served.get("/log/key")[2]
        done = linli("backup", str(file), "--json", folder=old)
        assert json.loads(done.stdout)["keys"] == 2  # nobody gave a telephone number yet
    assert linli("restore", str(file), "--lang", "en", folder=old).returncode == 2
    assert "It can be started" in linli("restore", str(file), "--lang", "en", folder=new).stdout
    with serving(new, *one) as served:
        assert served.get("/log/key")[2] == key
        told = linli("doctor", "--json", folder=new)
        assert told.returncode in {0, 2}
        parts = {one["part"]: one["state"] for one in json.loads(told.stdout)["parts"]}
        assert (parts["database"], parts["log"], parts["keys"]) == ("ok", "ok", "ok")
    assert "doctor" not in linli("doctor", "--lang", "en", folder=new).stdout  # sentences, not codes
