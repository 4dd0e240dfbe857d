"""The web processes: Granian in front, the bridge behind it, Django in its threads."""

from __future__ import annotations

import sys
from contextlib import closing, suppress
from threading import Thread

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from linli.site.serving.bridge import Bridge

APPLICATION = "linli.site.serving.web:application"
HEADERS_WITHIN = 15_000  # milliseconds for a request's head, and for a kept connection's next request
BACKLOG = 2_048
STOPPING = 15  # seconds for what has begun


def application() -> Bridge:
    """Set Django up, with everything read that the first visitor would otherwise wait for."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.urls import get_resolver

    from linli.kernel import documents
    from linli.kernel.files.uploading import FORM_AROUND
    from linli.kernel.ui.sentences import catalogue

    wsgi = get_wsgi_application()
    catalogue()
    get_resolver()._populate()  # noqa: SLF001 - what the first reverse() does
    documents.prepare()
    Thread(target=_read_services, name="services", daemon=True).start()
    limit = settings.UPLOAD_LIMIT_BYTES + FORM_AROUND
    return Bridge(wsgi, threads=settings.WEB_THREADS, limit=limit)


def _read_services() -> None:
    """Read the services in force beside the first answers: the first list of them would take seconds."""
    from django.db import DatabaseError, connection

    from linli.apps.benefits import facts as benefits
    from linli.apps.cases import facts as cases

    with (
        suppress(DatabaseError),
        closing(connection),
    ):  # whoever asks then reads them, and is told what is wrong
        cases.offered()
        benefits.benefits()


def serve(host: str, port: int, processes: int) -> None:
    """Serve until a signal; Granian replaces a process that dies, and gives up when it dies at once."""
    Granian(
        APPLICATION,
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=processes,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN),
        websockets=False,
        backlog=BACKLOG,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=STOPPING,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
