"""The core is tested alone: while its tests are read and run, Django and all that stands on it are out of reach."""

import importlib.abc
import sys
from contextlib import contextmanager

import pytest

FORBIDDEN = ("django", "ninja", "jinja2", "linli.kernel", "linli.apps", "linli.packs", "linli.web")


def forbidden(name):
    return name.startswith(tuple(f"{one}." for one in FORBIDDEN)) or name in FORBIDDEN


class Wall(importlib.abc.MetaPathFinder):
    """Stands before every other finder and refuses."""

    def find_spec(self, fullname, path, target=None):  # noqa: ARG002 - the protocol's signature
        if forbidden(fullname):
            raise ModuleNotFoundError(f"{fullname} is out of reach of the core's tests", name=fullname)


@contextmanager
def alone():
    """Hide what was imported already, refuse what would be, and put everything back."""
    hidden = {name: module for name, module in sys.modules.items() if forbidden(name)}
    for name in hidden:
        del sys.modules[name]
    wall = Wall()
    sys.meta_path.insert(0, wall)
    try:
        yield
    finally:
        sys.meta_path.remove(wall)
        sys.modules.update(hidden)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    with alone():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    with alone():
        return (yield)
