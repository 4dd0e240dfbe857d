"""Every address of the product, in one list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from linli.site.serving.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    # What has a word of its own in front comes first: it is told apart by one comparison.
    path("api/v1/", include("linli.web.api.urls")),
    path("public/", include("linli.web.public.urls")),
    path("log/", include("linli.kernel.audit.urls")),
    path("open311/v2/", include("linli.web.open311.urls")),
    path("exchange/v1/", include("linli.web.exchange.urls")),
    path("health", health, name="health"),
    path("", include("linli.kernel.identity.urls")),
    path("", include("linli.kernel.ui.urls")),
    path("", include("linli.kernel.files.urls")),
    path("", include("linli.web.county.urls")),
    path("", include("linli.web.desk.urls")),
    path("", include("linli.web.board.urls")),
    path("", include("linli.web.portal.urls")),
    path("", include("linli.web.field.urls")),
    path("", include("linli.web.near.urls")),
]

handler400 = "linli.kernel.ui.failures.bad_request"
handler403 = "linli.kernel.ui.failures.forbidden"
handler404 = "linli.kernel.ui.failures.not_found"
handler500 = "linli.kernel.ui.failures.server_error"
