"""What was sent with a bundle, as PDF for keeping: everything that was told, and how each part stands that day."""

from __future__ import annotations

from typing import cast

from django.http import HttpResponse

from linli.apps.bundles.facts import BundleView
from linli.core.shared.outcomes import JsonValue
from linli.kernel import documents
from linli.kernel.ui import show
from linli.kernel.ui.text import language, t
from linli.web.portal import answered
from linli.web.portal.paper import full_day


def paper(view: BundleView, parts: list[dict[str, str]], where: str) -> HttpResponse:
    """Hand it out.

    Raises:
        Refused: the machine has no font with Chinese characters.
    """
    spoken, day = language(), show.local(view.bundle.opened_at).date()
    number = show.number(view.bundle.number, spoken)
    said = [[label, text] for label, text in answered.told(view.definition, view.bundle.answers)]
    stand = [[one["title"], " · ".join(filter(None, (one["label"], one["body"])))] for one in parts]
    data: dict[str, JsonValue] = {
        "lang": spoken,
        "over": f"{t('portal.number')} {number}",
        "title": view.definition.text("title", spoken),
        "under": t("services.sent_on", day=full_day(day)),
        "sections": [
            {"title": t("together.said"), "rows": cast("JsonValue", [*said, [t("together.where"), where]])},
            {"title": t("together.parts"), "rows": cast("JsonValue", stand)},
        ],
        "notes": [t("services.sent_note")],
        "foot": number,
    }
    return documents.download(documents.pdf(documents.RECORD, data, day), f"linli-{view.bundle.number[:3]}")
