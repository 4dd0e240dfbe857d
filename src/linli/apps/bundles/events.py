"""What bundles write down: which parts there are and how each stands; answers and people are private."""

from __future__ import annotations

from linli.kernel.audit.vocabulary import register

BUNDLE_OPENED = register("bundles.opened", {"bundle", "pack", "channel", "area", "role", "parts", "inputs"})
PART_STARTED = register("bundles.part_started", {"part", "case", "parts"})
PART_CHANGED = register("bundles.part_changed", {"part", "parts"})
