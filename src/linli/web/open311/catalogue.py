"""What GeoReport calls services: ours by name, and each class of the taxonomy as a request about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from linli.apps.cases import facts
from linli.apps.catalogue import facts as catalogue
from linli.core.forms.questions import Question, QuestionType
from linli.core.packs.definition import ServiceDefinition
from linli.kernel.audit.outcomes import NotVisible

BASE = "request"
ELSEWHERE = frozenset({"what", "place", "photos"})
"""Questions that GeoReport asks with fields of its own."""

DATATYPES = {
    QuestionType.CHOICE: "singlevaluelist",
    QuestionType.MULTI_CHOICE: "multivaluelist",
    QuestionType.YES_NO: "singlevaluelist",
    QuestionType.DATE: "datetime",
    QuestionType.NUMBER: "number",
    QuestionType.MONEY: "number",
    QuestionType.LONG_TEXT: "text",
}
ASKABLE = frozenset({*DATATYPES, QuestionType.TEXT, QuestionType.PHONE, QuestionType.PLACE})


@dataclass(frozen=True, slots=True)
class Offered:
    """A GeoReport service: under which of our services a case is opened, and about what."""

    code: str
    service: str
    subject: str
    definition: ServiceDefinition

    @property
    def questions(self) -> list[Question]:
        """What is asked beside GeoReport's own fields, as far as its types can ask it."""
        return [
            one for one in self.definition.form.questions if one.name not in ELSEWHERE and one.type in ASKABLE
        ]


def offered(code: str) -> Offered:
    """Return a service by its code.

    Raises:
        NotVisible: there is none.
    """
    now = catalogue.snapshot()
    subject = now.subject(code)
    name = BASE if subject is not None else code
    sha = now.current_pack(name)
    if sha is None:
        raise NotVisible
    return Offered(code, name, subject.key if subject else "", facts.definition(sha))


def services(lang: str) -> list[dict[str, Any]]:
    """List the services of `GET services`."""
    now = catalogue.snapshot()
    ours = [_ours(name, facts.definition(sha), lang) for name, sha in sorted(now.packs.items())]
    return ours + [_subject(key, lang) for key in now.links if BASE in now.packs]


def _ours(name: str, definition: ServiceDefinition, lang: str) -> dict[str, Any]:
    asks = bool(Offered(name, name, "", definition).questions)
    return _row(name, definition.text("title", lang), definition.text("summary", lang), name, metadata=asks)


def _subject(key: str, lang: str) -> dict[str, Any]:
    now = catalogue.snapshot()
    one = now.subjects[key]
    above = now.subjects.get(one.parent or "")
    group = (above.name_zh if lang == "zh" else above.name_en) if above else ""
    name, other = (one.name_zh, one.name_en) if lang == "zh" else (one.name_en, one.name_zh)
    asks = bool(offered(key).questions)
    return _row(key, name, other, group, metadata=asks)


def _row(code: str, name: str, says: str, group: str, *, metadata: bool) -> dict[str, Any]:
    return {
        "service_code": code,
        "service_name": name,
        "description": says,
        "metadata": metadata,
        "type": "realtime",
        "keywords": "",
        "group": group,
    }


def definition(found: Offered, lang: str) -> dict[str, Any]:
    """Describe what a service asks beside GeoReport's own fields."""
    rows = [_attribute(order, one, found.definition, lang) for order, one in enumerate(found.questions, 1)]
    return {"service_code": found.code, "attributes": rows}


def _attribute(order: int, one: Question, texts: ServiceDefinition, lang: str) -> dict[str, Any]:
    key = f"question.{one.name}"
    choices = ("true", "false") if one.type is QuestionType.YES_NO else one.choices
    return {
        "variable": True,
        "code": one.name,
        "datatype": DATATYPES.get(one.type, "string"),
        "required": one.required,
        "datatype_description": texts.texts.get(lang, {}).get(f"{key}.help", ""),
        "order": order,
        "description": texts.text(key, lang),
        "values": [{"key": value, "name": _choice(texts, key, value, lang)} for value in choices],
    }


def _choice(texts: ServiceDefinition, key: str, value: str, lang: str) -> str:
    return texts.texts.get(lang, {}).get(f"{key}.{value}", value)
