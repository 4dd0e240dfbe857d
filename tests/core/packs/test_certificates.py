"""What a community must not issue is found by its code however it is joined, and by its name under another code."""

from dataclasses import replace

import pytest
from tests.core.packs.small import defined, said

from linli.core.packs.certificates import Denied
from linli.core.packs.check import check
from linli.core.packs.explain import explain

LIST = (Denied("being-alive", "健在证明", "Being alive"), Denied("kinship", "亲属关系证明", "Kinship"))


def titled(whole, title):
    definition = defined(whole)
    texts = {**definition.texts, "zh": {**definition.texts["zh"], "title": title}}
    return replace(definition, texts=texts)


def issuing(document, title="志愿时长证明"):
    return titled(said("moves.close.do", [{"issue": document}]), title)


def found(definition, denied=LIST):
    return {
        (one.path, one.params["document"]) for one in check(definition, denied) if "certificate" in one.code
    }


@pytest.mark.parametrize("code", ["kinship", "being-alive", "being_alive", "Being-Alive"])
def test_a_document_of_the_list_is_found_by_its_code(code):
    assert found(issuing(code)) == {("moves.close.do[0]", code)}
    assert found(issuing(code), ()) == set()


def test_a_document_of_the_list_is_found_under_another_code():
    assert found(issuing("proof", "开健在证明")) == {("texts.zh.title", "健在证明")}


def test_what_a_community_may_issue_is_let_through():
    assert found(issuing("volunteer-hours")) == set()
    named = titled(said(), "不再开健在证明")
    assert found(named) == set(), "a service that issues nothing may say the name"


def documents(whole):
    return [(one.code, one.params) for one in check(whole, LIST) if "document" in one.code]


def test_a_document_nobody_knows_is_found_and_what_was_meant_is_said():
    ((code, params),) = documents(issuing("volunteer-hour"))
    assert (code, params["near"]) == ("packs.unknown_document_near", "volunteer-hours")
    assert [code for code, _ in documents(issuing("decree"))] == ["packs.unknown_document"]
    for known in ("volunteer-hours", "volunteer_hours", "kinship"):
        assert documents(issuing(known)) == []


def test_a_paper_of_the_service_is_known_by_its_sentence_in_both_languages():
    definition = issuing("decree")
    named = {lang: {**texts, "document.decree": "决定书"} for lang, texts in definition.texts.items()}
    assert documents(replace(definition, texts=named)) == []
    half = replace(definition, texts={**definition.texts, "zh": named["zh"]})
    assert [one.params["key"] for one in check(half, LIST) if one.code == "packs.text_missing"] == [
        "document.decree"
    ]


def test_what_is_issued_is_told_by_its_name():
    named = titled(said("moves.close.do", [{"issue": "decree"}, {"issue": "volunteer-hours"}]), "x")
    texts = {**named.texts, "zh": {**named.texts["zh"], "document.decree": "决定书"}}
    told = [
        one.params
        for one in explain(replace(named, texts=texts), "zh", str)
        if one.code == "packs.told_issues"
    ]
    assert [*map(dict, told)][:2] == [
        {"document": "决定书"},
        {"document": "certificates.kind.volunteer_hours"},
    ]
