"""What a community must not issue is found by its code however it is joined, and by its name under another code."""

from dataclasses import replace

import pytest
from tests.core.packs.small import defined, said

from linli.core.packs.certificates import Denied
from linli.core.packs.check import check

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
