"""Every address of the product, in one list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from linli.site.serving.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("linli.kernel.identity.urls")),
    path("", include("linli.kernel.ui.urls")),
    path("", include("linli.kernel.files.urls")),
    path("health", health, name="health"),
    path("", include("linli.web.county.urls")),
    path("", include("linli.web.desk.urls")),
    path("log/", include("linli.kernel.audit.urls")),
    path("api/v1/", include("linli.web.api.urls")),
    path("", include("linli.web.board.urls")),
    path("open311/v2/", include("linli.web.open311.urls")),
    path("", include("linli.web.portal.urls")),
    path("", include("linli.web.field.urls")),
    path("public/", include("linli.web.public.urls")),
]

handler400 = "linli.kernel.ui.failures.bad_request"
handler403 = "linli.kernel.ui.failures.forbidden"
handler404 = "linli.kernel.ui.failures.not_found"
handler500 = "linli.kernel.ui.failures.server_error"
