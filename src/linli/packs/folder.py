"""Reads the folder of a pack: which files it may hold, how big they may be, what each says."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from linli.core.packs.definition import LANGUAGES
from linli.core.packs.finding import Finding
from linli.core.shared.outcomes import JsonValue
from linli.packs.listing import Listing, findings, read_listing, with_files
from linli.packs.strict_yaml import Document, read_yaml

SHIPPED = Path(__file__).resolve().parents[3] / "packs"
"""The packs that come with Linli; families are looked for here last."""

OWN = Path(os.environ.get("LINLI_PACKS", str(SHIPPED)))
"""Where a county keeps its own folders; without one, where the shipped ones lie."""

PACK = "pack.yaml"
RULES = "rules.yaml"
BUNDLE = "bundle.yaml"
CERTIFICATE = "certificate.yaml"
"""The main file of a service, of an entitlement, and of a bundle."""
DECLARED = {CERTIFICATE: "certificate", BUNDLE: "bundle", RULES: "rules", PACK: "service"}
SCENARIOS = "scenarios"
FAILING = "failing"
LARGEST = 256 * 1024
MOST_SCENARIOS = 200
ALLOWED = frozenset({SCENARIOS, "README.md", *(f"texts.{lang}.yaml" for lang in LANGUAGES)})
"""What may lie beside the main file."""


@dataclass(frozen=True, slots=True)
class Located:
    """A finding with the file it is about."""

    file: Path
    finding: Finding


@dataclass(frozen=True, slots=True)
class Folder:
    """A pack as written: its files by name, and what is wrong with them as files."""

    path: Path
    documents: dict[str, Document] = field(default_factory=dict)
    found: tuple[Located, ...] = ()
    main: str = PACK
    lists: dict[str, Listing] = field(default_factory=dict)

    @property
    def said(self) -> dict[str, JsonValue]:
        """Return what the main file says together with the sentences and the lists."""
        own = self.documents[self.main].value if self.main in self.documents else None
        texts = {lang: self._texts(lang) for lang in LANGUAGES}
        return with_files({**(own if isinstance(own, dict) else {}), "texts": texts}, self.lists)

    def _texts(self, lang: str) -> JsonValue:
        document = self.documents.get(f"texts.{lang}.yaml")
        return document.value if document and isinstance(document.value, dict) else {}

    @property
    def scenarios(self) -> dict[str, Document]:
        """Return the scenarios by file name."""
        return {name: one for name, one in self.documents.items() if name.startswith(f"{SCENARIOS}/")}

    def place(self, finding: Finding) -> Located:
        """Say in which file and line a path stands."""
        name, path = self._file_of(finding.path)
        document = self.documents.get(name)
        line = finding.line or (document.line(path) if document else 1)
        return Located(self.path / name, replace(finding, line=line))

    def says(self, path: str) -> bool:
        """Tell whether a path is written in this folder rather than taken over from the family."""
        name, inner = self._file_of(path)
        return name in self.documents and self.documents[name].has(inner)

    def _file_of(self, path: str) -> tuple[str, str]:
        for lang in LANGUAGES:
            if path.startswith(f"texts.{lang}"):
                return f"texts.{lang}.yaml", path.removeprefix(f"texts.{lang}").removeprefix(".")
        return self.main, path


def is_pack(path: Path, main: str = PACK) -> bool:
    """Tell the folder of a pack from other folders."""
    return (path / main).is_file()


def packs_below(root: Path, main: str = PACK) -> tuple[Path, ...]:
    """Return the folders of all packs at or below ``root``, in order of their paths.

    What lies in a folder named ``failing`` is wrong on purpose and looked at only when asked for.
    """
    if is_pack(root, main):
        return (root,)
    found = sorted(path.parent for path in root.rglob(main))
    return tuple(path for path in found if FAILING not in path.relative_to(root).parts)


def services_below(root: Path) -> tuple[Path, ...]:
    """Return the packs at or below ``root`` that are services: families are only there to be extended."""
    return tuple(path for path in packs_below(root) if not _is_family(path))


def _is_family(path: Path) -> bool:
    read = _read_file(path, path / PACK)
    said = read.value if isinstance(read, Document) else None
    return isinstance(said, dict) and said.get("family") is True


def read_folder(path: Path, main: str = PACK, *, scenarios: bool = True) -> Folder:
    """Read all files of a pack; what cannot be read is found, not raised."""
    if not is_pack(path, main):
        return Folder(path, {}, (Located(path, _missing(path, main)),), main)
    documents: dict[str, Document] = {}
    found = [*_odd_files(path, main)]
    for name in _names(path, main, scenarios=scenarios):
        read = _read_file(path, path / name)
        if isinstance(read, Document):
            documents[name] = read
        else:
            found += [Located(path / name, finding) for finding in read]
    found += [
        Located(path / name, Finding("packs.no_file", "", 1, {"file": name}))
        for name in (f"texts.{lang}.yaml" for lang in LANGUAGES)
        if not (path / name).exists()
    ]
    lists = {one.name: read_listing(one.read_bytes()[:LARGEST]) for one in _listings(path, main)}
    found += [Located(path / name, wrong) for name, one in lists.items() for wrong in findings(one)]
    return Folder(path, documents, tuple(found), main, lists)


def _listings(path: Path, main: str) -> Iterator[Path]:
    """Yield the files with lists of the law; only the rules of an entitlement have any."""
    yield from sorted(path.glob("*.csv")) if main == RULES else ()


def folder_of(path: Path, texts: Mapping[str, str], main: str = PACK) -> Folder:
    """Return a pack whose files are not on a disk; ``path`` says where it would lie, for its families."""
    documents: dict[str, Document] = {}
    found: list[Located] = []
    for name, text in texts.items():
        if not name.endswith(".yaml"):
            continue
        read = read_yaml(text, sentences=name.startswith("texts."))
        if isinstance(read, Document):
            documents[name] = read
        else:
            found += [Located(path / name, finding) for finding in read]
    wanted = (main, *(f"texts.{lang}.yaml" for lang in LANGUAGES))
    missing = [name for name in wanted if name not in texts]
    found += [Located(path / name, Finding("packs.no_file", "", 1, {"file": name})) for name in missing]
    return Folder(path, documents, tuple(found), main)


def texts_of(path: Path, main: str = PACK) -> dict[str, str]:
    """Return the files of a pack folder as they are written."""
    names = [name for name in _names(path, main, scenarios=main == PACK) if (path / name).is_file()]
    readme = ["README.md"] if (path / "README.md").is_file() else []
    return {name: (path / name).read_text(encoding="utf-8-sig") for name in (*names, *readme)}


def _names(path: Path, main: str, *, scenarios: bool) -> list[str]:
    names = [name for name in (main, *(f"texts.{lang}.yaml" for lang in LANGUAGES)) if (path / name).exists()]
    played = sorted((path / SCENARIOS).glob("*.yaml"))[:MOST_SCENARIOS] if scenarios else []
    return [*names, *(f"{SCENARIOS}/{one.name}" for one in played)]


def _missing(path: Path, main: str) -> Finding:
    """Say why there is nothing to read: no folder, a folder of something else, or one without its main file."""
    if not path.is_dir():
        return Finding("packs.no_folder", "", 1, {"folder": path.name})
    other = next((what for file, what in DECLARED.items() if file != main and is_pack(path, file)), "")
    return (
        Finding(f"packs.folder_{other}", "", 1) if other else Finding("packs.no_file", "", 1, {"file": main})
    )


def _odd_files(path: Path, main: str) -> Iterator[Located]:
    inside = [*path.iterdir(), *(path / SCENARIOS).glob("*")]
    for one in sorted(inside):
        allowed = one.suffix == ".yaml" if one.parent.name == SCENARIOS else one.name in {*ALLOWED, main}
        allowed = allowed or (main == RULES and one.suffix == ".csv" and one.parent == path)
        if not allowed:
            yield Located(one, Finding("packs.odd_file", "", 1, {"file": one.name[:60]}))


def _read_file(folder: Path, path: Path) -> Document | tuple[Finding, ...]:
    if not path.resolve().is_relative_to(folder.resolve()):
        return (Finding("packs.outside", "", 1, {"file": path.name}),)
    size = path.stat().st_size
    if size > LARGEST:
        return (Finding("packs.too_big", "", 1, {"limit": LARGEST, "size": size}),)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return (Finding("packs.not_utf8", "", 1),)
    return read_yaml(text, sentences=path.name.startswith("texts."))
