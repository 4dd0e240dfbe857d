"""Zip files are taken in without trusting what they say of themselves."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest

from linli.core.shared.outcomes import Problem
from linli.packs.archive import LARGEST_ARCHIVE, LARGEST_FILE, LARGEST_WHOLE, MOST_ENTRIES, packed, unpacked
from linli.packs.skeletons import drafted

FILES = drafted("elder-meal", "base/registration")


def zipped(*entries, compress=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compress) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def codes(content):
    found = unpacked(content)
    return [one.code for one in found if isinstance(one, Problem)]


def link(name):
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def test_what_is_packed_comes_out_as_it_went_in():
    content = packed("elder-meal", FILES)
    assert unpacked(content) == ("elder-meal", FILES)
    assert packed("elder-meal", dict(reversed(FILES.items()))) == content


def test_a_zip_without_a_folder_and_the_litter_of_systems():
    flat = zipped(*FILES.items(), ("__MACOSX/pack.yaml", "x"), ("scenarios/.DS_Store", b"\xff\xfe"))
    assert unpacked(flat) == ("", FILES)
    odd = zipped(("My Folder/pack.yaml", "pack: x\n"))
    assert unpacked(odd) == ("", {"pack.yaml": "pack: x\n"})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"not a zip at all", "packs.archive_broken"),
        (packed("x", FILES)[:-30], "packs.archive_broken"),
        (zipped(("x/pack.yaml", b"\xff\xfe\xff")), "packs.archive_broken"),
        (b"x" * (LARGEST_ARCHIVE + 1), "packs.archive_too_big"),
        (zipped(*((f"x/{n}.yaml", "a") for n in range(MOST_ENTRIES + 1))), "packs.archive_too_many"),
        (zipped(("../../etc/passwd", "x")), "packs.archive_outside"),
        (zipped(("/etc/passwd", "x")), "packs.archive_outside"),
        (zipped(("x\\..\\pack.yaml", "x")), "packs.archive_outside"),
        (zipped(("C:pack.yaml", "x")), "packs.archive_outside"),
        (zipped(("a/b/c/pack.yaml", "x")), "packs.archive_outside"),
        (zipped((link("x/pack.yaml"), "/etc/passwd")), "packs.archive_link"),
        (zipped(("a/pack.yaml", "x"), ("b/pack.yaml", "x")), "packs.archive_several"),
        (zipped(("a/pack.yaml", "x"), ("pack.yaml", "x")), "packs.archive_several"),
        (zipped(("x/pack.yaml", "0" * (LARGEST_FILE + 1))), "packs.archive_bomb"),
        (zipped(*((f"x/{n}.yaml", "0" * LARGEST_FILE) for n in range(9))), "packs.archive_bomb"),
    ],
)
def test_what_cannot_be_trusted_is_refused_with_a_sentence(content, code):
    assert codes(content) == [code]


def test_a_name_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = zipped(("x/pack.yaml", "pack: a\n"), ("x/pack.yaml", "pack: b\n"))
    assert codes(content) == ["packs.archive_twice"]


def test_a_file_that_lies_about_its_size_is_not_unpacked_beyond_the_bound():
    content = bytearray(zipped(("x/pack.yaml", "0" * (LARGEST_FILE * 3))))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.rindex(mark) + offset
        content[at : at + 4] = (10).to_bytes(4, "little")
    assert codes(bytes(content)) in (["packs.archive_broken"], ["packs.archive_bomb"])
    assert LARGEST_WHOLE > LARGEST_FILE
