"""A QR code as a template takes it."""

from __future__ import annotations

from linli.core.shared.outcomes import JsonValue
from linli.kernel.ui.pictures import outline


def qr(content: str, alt: str, *lines: str) -> dict[str, JsonValue]:
    """Return a QR code with its words for those who do not see it and the lines beside it."""
    side, path = outline(content)
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{path}"/></svg>'
    )
    return {"drawing": drawing, "alt": alt, "lines": [*lines]}
