"""What somebody answered in a declared form, each answer on one line: for reviewing a bundle, and on a case."""

from __future__ import annotations

from collections.abc import Mapping

from linli.core.shared.outcomes import JsonValue
from linli.web.portal.service_asks import Worded
from linli.web.portal.written import Written, written


def told(form: Worded, values: Mapping[str, JsonValue], *, masked: bool = False) -> list[tuple[str, str]]:
    """Return the questions that were answered with their answers, in the order of the form."""
    said = {name: value for name, value in values.items() if value not in (None, "", [], {})}
    return [(one.label, _line(one)) for one in written(form, said, masked=masked)]


def _line(one: Written) -> str:
    rows = (" · ".join(said for _, said in row) for row in one.rows)
    return one.text or " / ".join(rows)
