"""Import-linter contract: an app's neighbours may enter only by its front doors."""

from __future__ import annotations

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PublicApiContract(Contract):
    """Forbids imports of an app's inside from outside that app."""

    container = fields.ModuleField()
    public = fields.ListField(subfield=fields.StringField())
    open_to = fields.ListField(subfield=fields.ModuleField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001, ARG002 - import-linter's signature
        """List every import that enters by a window."""
        root = self.container.name
        exempt = tuple(module.name for module in self.open_to or ())
        trespasses = []
        for target in sorted(graph.modules):
            if not target.startswith(f"{root}."):
                continue
            app, _, inner = target.removeprefix(f"{root}.").partition(".")
            if not inner or inner.partition(".")[0] in self.public:
                continue
            home = f"{root}.{app}"
            for importer in sorted(graph.find_modules_that_directly_import(target)):
                inside = importer == home or importer.startswith(f"{home}.")
                if not inside and not (exempt and importer.startswith(exempt)):
                    trespasses.append(f"{importer} -> {target}")
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print the trespasses, one a line."""
        for line in check.metadata["trespasses"]:
            output.print_error(line)
