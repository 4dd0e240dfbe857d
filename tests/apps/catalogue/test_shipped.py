"""The shipped taxonomy: counts, distribution, both names, the reviewed mapping."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from linli.apps.catalogue.policy import finding, shipped
from linli.core.clock.limits import Limit, read_limit


def shipment(key):
    return next(one for one in shipped.shipments() if one.key == key)


def test_519_conditions_with_the_distribution_of_the_source():
    conditions = shipment("yuncheng-2026").conditions
    assert len(conditions) == 519
    assert Counter(line["limit"] for line in conditions) == {
        "1 working_days": 143,
        "5 working_days": 86,
        "3 working_days": 84,
        "2 working_days": 82,
        "4 working_hours": 39,
        "2 emergency_hours": 32,
        "2 working_hours": 22,
        "7 working_days": 9,
        "1 emergency_hours": 6,
        "15 working_days": 5,
        "4 emergency_hours": 4,
        "2 emergency_days": 3,
        "10 working_days": 2,
        "4 working_days": 1,
        "1 emergency_days": 1,
    }


def test_every_limit_reads():
    for one in shipped.shipments():
        for line in one.conditions:
            assert isinstance(read_limit(line["limit"]), Limit), line


def test_old_classes_are_92_components_and_98_matters():
    classes = [line for line in shipment("30428.2").subjects if line["parent"]]
    assert Counter(line["kind"] for line in classes) == {"component": 92, "matter": 98}
    conditioned = {(line["kind"], line["code"]) for line in shipment("yuncheng-2026").conditions}
    assert conditioned == {(line["kind"], line["code"]) for line in classes}


def test_new_classes_are_153_components_and_250_matters():
    classes = [line for line in shipment("47678.5").subjects if line["parent"]]
    components = {line["code"]: line for line in classes if line["kind"] == "component"}
    matters = {line["code"]: line for line in classes if line["kind"] == "matter"}
    assert (len(components), len(matters)) == (153, 250)
    for code, line in components.items():
        assert matters[code]["name_zh"] == line["name_zh"] + "异常"
    assert "第三方" in shipment("47678.5").card["source_zh"]


@pytest.mark.parametrize("key", ["30428.2", "47678.5", "linli"])
def test_every_subject_has_both_names_and_a_place(key):
    lines = shipment(key).subjects
    keys = {(line["kind"], line["code"]) for line in lines}
    assert len(keys) == len(lines)
    for line in lines:
        assert re.search(r"[一-鿿]", line["name_zh"])
        assert re.fullmatch(r"[A-Z“][^一-鿿]{2,}", line["name_en"]), line
        assert not line["parent"] or (line["kind"], line["parent"]) in keys


def test_the_mapping_lists_every_old_class_once_and_points_to_what_is_there():
    old = {(line["kind"], line["code"]) for line in shipment("30428.2").subjects if line["parent"]}
    new = {(line["kind"], line["code"]) for line in shipment("47678.5").subjects if line["parent"]}
    lines = shipped.mappings()
    assert len(lines) == 190
    assert {(line["kind"], line["old"]) for line in lines} == old
    for line in lines:
        for target in filter(None, (line["new"], line["candidate"])):
            assert (line["kind"], target) in new
        assert bool(line["new"]) != line["how"].startswith(("no_", "for_", "rule_name_differs"))
    assert sum(not line["new"] for line in lines) == 63
    mapped = [line["new"] for line in lines if line["new"]]
    assert len(set(mapped)) == len(mapped)


def test_words_belong_to_subjects():
    keys = {
        f"{one.key}:{line['kind']}:{line['code']}" for one in shipped.shipments() for line in one.subjects
    }
    assert shipped.words().keys() <= keys


@pytest.fixture(scope="module")
def among():
    said = shipped.words()
    found = []
    for one in shipped.shipments():
        for line in one.subjects:
            key = f"{one.key}:{line['kind']}:{line['code']}"
            if line["parent"] and one.card["in_use"] == "default":
                words = said.get(key, {"words_zh": "", "words_en": ""})
                found.append(
                    finding.findable(
                        key,
                        (line["name_zh"], line["name_en"]),
                        (*words["words_zh"].split(), *words["words_en"].split(";")),
                    )
                )
    return found


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("我家门口路灯不亮", "30428.2:component:01-37"),
        ("马路上井盖丢了", "30428.2:component:01-23"),
        ("水管爆了漏水", "30428.2:matter:05-01"),
        ("楼上漏水", "linli:request:neighbours-leak"),
        ("楼上半夜吵，睡不着", "linli:request:noise-home"),
        ("工地夜间施工噪音", "30428.2:matter:03-01"),
        ("包工头拖欠工资", "linli:request:labour-wages"),
        ("小区停水了", "linli:request:utilities-water_outage"),
        ("暖气不热", "linli:request:utilities-heating"),
        ("共享单车乱停", "30428.2:matter:04-93"),
        ("医保报销", "linli:request:health-insurance"),
        ("老人走失", "linli:request:missing-person"),
        ("pothole in the road", "30428.2:matter:01-13"),
        ("street light broken", "30428.2:component:01-37"),
        ("my employer has unpaid wages", "linli:request:labour-wages"),
        ("ＧＡＳ　ＬＥＡＫ", "30428.2:matter:05-02"),
    ],
)
def test_plain_words_find_the_subject(text, key, among):
    found = finding.find(text, among)
    assert key in found[:3], found
    assert len(found) <= 8


@pytest.mark.parametrize("text", ["", "   ", "😀", "xyzzy", "的", "the of"])
def test_words_that_say_nothing_find_nothing(text, among):
    assert finding.find(text, among) == []
