"""One page with several forms: what the pressed button names is done, and what was refused is said on the same page."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping

from django.http import HttpResponse, HttpResponseRedirect

from linli.core.shared.outcomes import Problem
from linli.kernel.access.http import ActorRequest
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.text import reason

Buttons = Mapping[str, Callable[[ActorRequest, uuid.UUID], object]]
"""What each button's value does with the thing that the address names."""


def do_one(
    request: ActorRequest,
    ref: uuid.UUID,
    buttons: Buttons,
    *,
    page: Callable[..., HttpResponse],
    address: Callable[[str], str],
    as_typed: Callable[[Iterable[Problem]], tuple[Problem, ...]] = tuple,
) -> HttpResponse:
    """Do it and go on to ``address`` of what was done, or show ``page`` with ``problems`` or ``because`` it was refused.

    Raises:
        NotVisible: a button that the page does not have.
    """
    what = request.POST.get("do", "")
    if what not in buttons:
        raise NotVisible
    try:
        buttons[what](request, ref)
    except Invalid as wrong:
        return page(request, ref, problems=as_typed(wrong.problems))
    except (Refused, Stale) as no:
        return page(request, ref, because=reason(no.refusal))
    return HttpResponseRedirect(address(what))
