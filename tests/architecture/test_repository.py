"""The repository holds no machine's paths, no registry's hosts, no secrets, and no half-done marks."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BINARY = {".png", ".ico", ".woff2", ".gz", ".jpg"}


def tracked():
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    return [ROOT / name for name in names.split("\0") if name]


def lines_with(pattern, *suffixes):
    found = []
    for path in tracked():
        if (
            path.suffix in BINARY
            or not path.is_file()
            or path.is_symlink()
            or (suffixes and path.suffix not in suffixes)
        ):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(pattern, line) and path != Path(__file__):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    return found


def test_no_path_of_a_machine():
    assert lines_with(r"(^|[\s\"'=(])/(work|farm|root)/") == []


def test_no_registry_host():
    assert lines_with(r"https?://[^ ]*(simple/|/pypi/|registry\.|/debian)") == []


def test_requirements_are_hashed():
    for name in ("base", "dev"):
        text = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
        assert text.count("--hash=sha256:") >= text.count("==")


def test_nothing_is_marked_as_not_done():
    assert lines_with(r"\b(TODO|FIXME|XXX)\b|NotImplementedError", ".py", ".html", ".js", ".yaml") == []


def test_who_asks_for_a_browser_says_so_in_the_name_of_the_file():
    # the round of the browser (tools/run_tests.py) reads no others
    marked = {one for one in lines_with(r"mark[.]browser\b", ".py") if one.startswith("tests/")}
    assert marked
    assert {one for one in marked if "browser" not in one.rsplit("/", 1)[-1]} == set()


def test_no_test_puts_another_clock_in_the_place_of_ours():
    # what is imported meanwhile keeps it for good (tests/held.py)
    assert lines_with(r"setattr\(.*\bnow\b", ".py") == []


def test_no_link_is_kept():
    assert [path for path in tracked() if path.is_symlink()] == []


@pytest.mark.django_db
def test_migrations_match_the_models():
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
