"""Addresses that raise every outcome, beside the design system's own."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpResponse, JsonResponse
from django.urls import include, path

from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.audit.outcomes import Busy, Invalid, NotVisible, Outcome, Refused, Stale, Throttled
from linli.kernel.ui.pages import render

RAISED = {
    "invalid": lambda: Invalid(Problem("number", "shared.number_check")),
    "refused": lambda: Refused(Refusal("lifecycle.ended")),
    "stale": Stale,
    "hidden": NotVisible,
    "throttled": lambda: Throttled(120),
    "busy": Busy,
    "unknown": Outcome,
    "big": lambda: RequestDataTooBig("2 GB"),
    "bug": lambda: ZeroDivisionError("a bug"),
    "denied": lambda: PermissionDenied("lifecycle.not_your_move"),
    "denied_silently": PermissionDenied,
}


def fail(_request, how):
    outcome = RAISED[how]()
    raise outcome


def form(_request):
    return HttpResponse("ok")


TAKEN = {}


def field(request):
    """Take a report once per act_id, as services do."""
    if request.method != "POST":
        return render(request, "style/field.html")
    if request.POST["tell"] == "refuse":
        raise Refused(Refusal("lifecycle.ended"))
    TAKEN[request.POST["act_id"]] = request.POST.dict()
    return JsonResponse({"number": "48309172265"}, status=201)


def taken(_request):
    return JsonResponse(list(TAKEN.values()), safe=False)


urlpatterns = [
    path("fail/<str:how>", fail),
    path("api/fail/<str:how>", fail),
    path("form", form),
    path("field/", field),
    path("field/try", field),
    path("field/taken", taken),
    path("", include("linli.kernel.ui.urls")),
]
handler400 = "linli.kernel.ui.failures.bad_request"
handler403 = "linli.kernel.ui.failures.forbidden"
handler404 = "linli.kernel.ui.failures.not_found"
handler500 = "linli.kernel.ui.failures.server_error"
