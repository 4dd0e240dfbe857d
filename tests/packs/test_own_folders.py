"""A county keeps its own folders apart: families come from the software, and its own are found first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from linli.packs import drafting
from linli.packs.folder import SHIPPED
from linli.packs.skeletons import write_new


def test_a_folder_of_ones_own_finds_the_families_of_the_software(tmp_path):
    write_new(tmp_path / "services", "elder-meal", "base/registration")
    env = {**os.environ, "LINLI_PACKS": str(tmp_path), "LINLI_VAR": str(tmp_path / "var")}
    done = subprocess.run(
        [sys.executable, "-m", "linli", "pack", "check", str(tmp_path)],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "1 个服务，没有发现问题。\n"), done.stderr


def test_ones_own_folder_comes_before_a_shipped_one_of_the_same_name(tmp_path, monkeypatch):
    shutil.copytree(SHIPPED / "services/dog", tmp_path / "services/dog")
    texts = tmp_path / "services/dog/texts.zh.yaml"
    texts.write_text(texts.read_text(encoding="utf-8").replace("title: ", "title: 本县", 1), encoding="utf-8")
    monkeypatch.setattr(drafting, "ROOTS", (tmp_path, SHIPPED))
    assert "title: 本县" in drafting.shipped_files("dog")["texts.zh.yaml"]
    assert drafting.shipped_files("newcomer") is not None
    assert drafting.shipped_kind("result-of-matter") is not None
