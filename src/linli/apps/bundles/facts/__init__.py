"""What others may read of bundles, always for an actor."""

from linli.apps.bundles.facts.lists import PAGE, BundleRow, in_area, mine, part_cases
from linli.apps.bundles.facts.published import bundle, bundles, by_event, definition
from linli.apps.bundles.facts.sending import Going, preview
from linli.apps.bundles.facts.view import (
    BundleView,
    PartView,
    by_number,
    may_open_file,
    of_case,
    view,
)

__all__ = [
    "PAGE",
    "BundleRow",
    "BundleView",
    "Going",
    "PartView",
    "bundle",
    "bundles",
    "by_event",
    "by_number",
    "definition",
    "in_area",
    "may_open_file",
    "mine",
    "of_case",
    "part_cases",
    "preview",
    "view",
]
