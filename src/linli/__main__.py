"""`python -m linli` is the same as `linli`."""

from __future__ import annotations

from linli.site.cli import main

main()
