"""What may be done to the catalogue; every function is one act."""

from linli.apps.catalogue.policy.sheet import Proposal
from linli.apps.catalogue.service.calendars import import_calendar
from linli.apps.catalogue.service.drafts import (
    discard_draft,
    open_draft,
    remove_file,
    replace_files,
    restore_edition,
    save_file,
)
from linli.apps.catalogue.service.duties import NewDuty, end_duty, list_duty
from linli.apps.catalogue.service.matrix import (
    MOST_AT_ONCE,
    approve_row,
    approve_rows,
    end_row,
    propose_from_rulings,
    propose_row,
    reject_row,
    widen_row,
)
from linli.apps.catalogue.service.packs import (
    approve_migration,
    approve_pack,
    propose_migration,
    publish_bundle,
    publish_certificate,
    publish_pack,
    publish_rules,
    reject_migration,
    retire_pack,
)
from linli.apps.catalogue.service.sheets import SheetReport, import_rows, remedy
from linli.apps.catalogue.service.taxonomy import (
    NewSubject,
    Wording,
    add_subject,
    edit_condition,
    load_taxonomy,
    map_subject,
)

__all__ = [
    "MOST_AT_ONCE",
    "NewDuty",
    "NewSubject",
    "Proposal",
    "SheetReport",
    "Wording",
    "add_subject",
    "approve_migration",
    "approve_pack",
    "approve_row",
    "approve_rows",
    "discard_draft",
    "edit_condition",
    "end_duty",
    "end_row",
    "import_calendar",
    "import_rows",
    "list_duty",
    "load_taxonomy",
    "map_subject",
    "open_draft",
    "propose_from_rulings",
    "propose_migration",
    "propose_row",
    "publish_bundle",
    "publish_certificate",
    "publish_pack",
    "publish_rules",
    "reject_migration",
    "reject_row",
    "remedy",
    "remove_file",
    "replace_files",
    "restore_edition",
    "retire_pack",
    "save_file",
    "widen_row",
]
