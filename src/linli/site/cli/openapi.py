"""`linli openapi`: the description of /api/v1, as docs/openapi.json keeps it."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.option(
    "--write", "path", type=click.Path(path_type=Path, dir_okay=False), help="write it there instead"
)
@click.option(
    "--check", "committed", type=click.Path(path_type=Path, exists=True), help="compare with a file"
)
@click.option("--json", "as_json", is_flag=True, help="it is always JSON")
def openapi(path: Path | None, committed: Path | None, *, as_json: bool) -> None:  # noqa: ARG001 - as all commands
    """Print the OpenAPI 3.1 description of the interface for programs.

    Exit code 1 when the file given with --check is another.
    """
    import django

    django.setup()
    from linli.web.api.docs import written

    if committed is not None:
        sys.exit(0 if committed.read_text(encoding="utf-8") == written() else 1)
    if path is not None:
        path.write_text(written(), encoding="utf-8")
        return
    click.echo(written(), nl=False)
