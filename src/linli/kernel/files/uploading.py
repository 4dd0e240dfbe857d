"""Refuses bodies that are too large: by their announced length before reading, else while they come in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

FORM_AROUND = 1024 * 1024  # the other fields and the boundaries of a form that carries files


class CountingUploadHandler(FileUploadHandler):
    """Stands first in ``FILE_UPLOAD_HANDLERS``; the others keep what it lets pass."""

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ARG002 - Django's signature
        META: dict[str, Any],  # noqa: ARG002, N803 - same
        content_length: int,
        boundary: Any,  # noqa: ARG002 - same
        encoding: str | None = None,  # noqa: ARG002 - same
    ) -> None:
        """Look at the announced length; not a byte of the body has been read.

        Raises:
            RequestDataTooBig: answered with 413.
        """
        self.counted = 0
        self.limit = int(settings.UPLOAD_LIMIT_BYTES) + FORM_AROUND
        if content_length > self.limit:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django's signature
        """Count what comes in: the announced length may be missing or a lie.

        Raises:
            RequestDataTooBig: all files of the form together are too large.
        """
        self.counted += len(raw_data)
        if self.counted > self.limit:
            raise RequestDataTooBig
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the keeping to the handlers behind this one."""
