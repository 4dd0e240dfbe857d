"""The national list of certificates that a community must not issue, and what a place adds to it."""

import pytest

from linli.packs.checking import check_folder
from linli.packs.deny_list import FILE, denied_at, national
from linli.packs.skeletons import write_new

HEAD = "code,name_zh,name_en,certainty,source\n"


def test_the_national_list_has_its_twenty_rows():
    rows = national()
    assert len({one.code for one in rows}) == len({one.zh for one in rows}) == 20
    assert all(one.zh.endswith("证明") and one.en and "民发〔2020〕20号" in one.source for one in rows)
    assert {"亲属关系证明", "健在证明", "证件遗失证明", "无犯罪记录证明"} <= {one.zh for one in rows}


def test_a_place_adds_to_the_list(tmp_path):
    pack = write_new(tmp_path, "meal")
    (tmp_path / FILE).write_text(
        f"{HEAD}school-transfer,转学证明,School transfer,seen,省清单\n", encoding="utf-8"
    )
    denied, own, wrong = denied_at(pack)
    assert (len(denied), denied[-1].zh, own.name, wrong) == (21, "转学证明", FILE, None)
    assert check_folder(pack).found == ()


@pytest.mark.parametrize(("text", "line"), [
    ("code,name\nx,y\n", 1), (f"{HEAD}x,某证明,,seen,来源\n", 2), (f"{HEAD}x,某证明,Some,perhaps,来源\n", 2),
    (f"{HEAD}x,某证明\n", 2), ("", 1),
])  # fmt: skip
def test_a_list_that_cannot_be_read_is_told_with_its_line(tmp_path, text, line):
    pack = write_new(tmp_path, "meal")
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    (located,) = check_folder(pack).found
    assert (located.file.name, located.finding.code, located.finding.line) == (FILE, "packs.deny_list", line)
