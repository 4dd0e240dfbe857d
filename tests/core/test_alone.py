"""Proof that the core stands alone: Django cannot be imported here, and no core module tries."""

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import linli.core

COLLECTED_WITHOUT = None
try:
    import django
except ModuleNotFoundError as error:
    COLLECTED_WITHOUT = error.name
else:  # pragma: no cover - only when the wall has fallen
    del django


def test_django_was_out_of_reach_when_this_file_was_read():
    assert COLLECTED_WITHOUT == "django"


@pytest.mark.parametrize("name", ["django", "django.db.models", "jinja2", "linli.kernel.ui.text"])
def test_what_the_core_may_not_know_cannot_be_imported(name):
    with pytest.raises(ModuleNotFoundError, match="out of reach"):
        importlib.import_module(name)


def every_core_module():
    return [found.name for found in pkgutil.walk_packages(linli.core.__path__, "linli.core.")]


def test_every_core_module_is_imported_from_nothing_without_django():
    program = (
        "import importlib, sys\n"
        "sys.modules['django'] = sys.modules['jinja2'] = sys.modules['yaml'] = None\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "print(sorted(name for name in sys.modules if name.startswith('linli.') and not name.startswith('linli.core')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *every_core_module()],
        env={"PYTHONPATH": str(Path(linli.core.__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
