"""What others may know of the catalogue."""

from linli.apps.catalogue.facts.matrix import (
    Preview,
    duties_of,
    matrix_problems,
    preview,
    preview_row,
    preview_rows,
    resolver,
    responsible,
)
from linli.apps.catalogue.facts.packs import (
    Migration,
    PackVersion,
    migration,
    pack,
    pack_versions,
    proposed_by,
)
from linli.apps.catalogue.facts.snapshot import (
    ConditionFact,
    DutyFact,
    Snapshot,
    StandardFact,
    SubjectFact,
    calendar,
    find_subjects,
    snapshot,
)
from linli.apps.catalogue.facts.tables import (
    MappingFact,
    MatrixLine,
    condition_history,
    example_sheet,
    mappings,
    matrix_line,
    matrix_lines,
)
from linli.apps.catalogue.facts.told import readable

__all__ = [
    "ConditionFact",
    "DutyFact",
    "MappingFact",
    "MatrixLine",
    "Migration",
    "PackVersion",
    "Preview",
    "Snapshot",
    "StandardFact",
    "SubjectFact",
    "calendar",
    "condition_history",
    "duties_of",
    "example_sheet",
    "find_subjects",
    "mappings",
    "matrix_line",
    "matrix_lines",
    "matrix_problems",
    "migration",
    "pack",
    "pack_versions",
    "preview",
    "preview_row",
    "preview_rows",
    "proposed_by",
    "readable",
    "resolver",
    "responsible",
    "snapshot",
]
