"""The command line: `linli`. Each group lives in its own module and imports Django only when it needs it."""

from __future__ import annotations

import importlib
import os

import click

COMMANDS = {
    # command -> module:attribute, imported on use so that `linli clock due` needs no Django
    "backup": "linli.site.cli.copies:backup",
    "calendar": "linli.site.cli.calendar:calendar",
    "certificate": "linli.site.cli.certificate:certificate",
    "clock": "linli.site.cli.clock:clock",
    "indicators": "linli.site.cli.indicators:indicators",
    "open-data": "linli.site.cli.indicators:open_data",
    "demo": "linli.site.cli.demo:demo",
    "draw": "linli.site.cli.draw:draw",
    "import": "linli.site.cli.importing:import_group",
    "pack": "linli.site.cli.pack:pack",
    "ledger": "linli.site.cli.ledger:ledger",
    "peers": "linli.site.cli.peers:peers",
    "reach": "linli.site.cli.importing_reach:reach",
    "rules": "linli.site.cli.rules:rules",
    "routing": "linli.site.cli.routing:routing",
    "doctor": "linli.site.cli.doctor:doctor",
    "restore": "linli.site.cli.copies:restore",
    "serve": "linli.site.cli.serve:serve",
    "openapi": "linli.site.cli.openapi:openapi",
    "token": "linli.site.cli.token:token",
    "worker": "linli.site.cli.worker:worker",
}


class LazyGroup(click.Group):
    """Loads a command's module when the command is called, and lists the others by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of the table."""
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=LazyGroup)
@click.version_option(package_name="linli")
def main() -> None:
    """Linli 邻里: run, fill, check and explain a city district."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
