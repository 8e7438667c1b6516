"""What a module depends on, read from import statements: its own modules, other people's packages, data files.

A name taken from a package is followed to the module that defines it: to depend on `kldiv.Normal` is not to depend on
all that `kldiv` offers. The `__init__` of each folder on the way counts, for it may register what is in the folder;
that of the whole package is only its face. What gathers parts is no dependency on them: neither a folder whose modules
are imported by `import_module`, nor the `__init__` of a folder of parts. Whoever is made of such parts names them.

Written here because the tools that draw import graphs (grimp, modulegraph) stop at the package that a name is taken
from, which for `from kldiv import Normal` is everything.
"""

from __future__ import annotations

import ast
import hashlib
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.metadata import packages_distributions, version
from pathlib import Path

#: A whole name, in a string: registries spell modules so.
_MODULE = re.compile(r"[a-z_]\w*(\.\w+)+")


@cache
def _all_distributions() -> Mapping[str, list[str]]:
    return packages_distributions()


@cache
def _distributions(package: str) -> list[str]:
    """What was installed to import a package, with its version; nothing for Python's own."""
    names = () if package in sys.stdlib_module_names else _all_distributions().get(package, ())
    return [f"{name} {version(name)}" for name in sorted(set(names))]


@dataclass(frozen=True)
class Taken:
    """A statement `from MODULE import NAME as OWN`: the module as written, the dots before it, each name with its own.

    Attributes:
        module: the module, "" if there are only dots.
        level: how many dots stand before it.
        names: each name and what it is called here.
        for_types: whether it stands under `if TYPE_CHECKING`, and is never run.
    """

    module: str
    level: int
    names: tuple[tuple[str, str], ...]
    for_types: bool


@dataclass(frozen=True)
class Statements:
    """What the text of a module says of others.

    Attributes:
        taken: the names that it takes from modules.
        imported: the modules that it imports whole, and what they are called here, "" if not otherwise.
        strings: the strings in it.
        uses: for each name, the attributes that are asked of it; None if it is used in another way as well.
    """

    taken: tuple[Taken, ...]
    imported: tuple[tuple[str, str], ...]
    strings: frozenset[str]
    uses: Mapping[str, frozenset[str] | None]


@lru_cache(maxsize=4096)
def _read(content: bytes) -> Statements:
    """Read a module, once for each text."""
    nodes = list(ast.walk(ast.parse(content)))
    tests = (n for n in nodes if isinstance(n, ast.If) and "TYPE_CHECKING" in ast.dump(n.test))
    for_types = {node for test in tests for statement in test.body for node in ast.walk(statement)}
    taken = tuple(
        Taken(n.module or "", n.level, tuple((one.name, one.asname or one.name) for one in n.names), n in for_types)
        for n in nodes
        if isinstance(n, ast.ImportFrom)
    )
    whole = (n for n in nodes if isinstance(n, ast.Import) and n not in for_types)
    imported = tuple((one.name, one.asname or "") for n in whole for one in n.names)
    strings = frozenset(n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))
    asked = {id(n.value): n.attr for n in nodes if isinstance(n, ast.Attribute)}
    uses: dict[str, frozenset[str] | None] = {}
    for n in nodes:
        if isinstance(n, ast.Name):
            before = uses.get(n.id, frozenset())
            uses[n.id] = None if before is None or id(n) not in asked else before | {asked[id(n)]}
    return Statements(taken, imported, strings, uses)


class Source:
    """One module: its file and what it says."""

    def __init__(self, name: str, path: Path) -> None:
        """Read nothing yet."""
        self.name, self.path = name, path
        self.package = name if path.name == "__init__.py" else name.rpartition(".")[0]

    @cached_property
    def content(self) -> bytes:
        """The file."""
        return self.path.read_bytes()

    @cached_property
    def digest(self) -> str:
        """A hash of the file."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def says(self) -> Statements:
        """Its statements."""
        return _read(self.content)

    @cached_property
    def taken(self) -> list[tuple[str, str, str]]:
        """Each name that it takes by `from MODULE import NAME as OWN`, also those that are only for types."""
        return [(self.absolute(one), name, own) for one in self.says.taken for name, own in one.names]

    def absolute(self, one: Taken) -> str:
        """The whole name of the module that names are taken from."""
        if not one.level:
            return one.module
        parts = self.package.split(".")
        return ".".join([*parts[: len(parts) - one.level + 1], *([one.module] if one.module else [])])

    def used(self, bound: str) -> frozenset[str] | None:
        """The attributes that are asked of a name bound by `import`; None if it is used in another way."""
        return self.says.uses.get(bound, frozenset())


class Sources:
    """The modules of some packages, each read once."""

    def __init__(self, folders: Mapping[str, Path]) -> None:
        """Say where each package lies."""
        self.folders = dict(folders)
        self._known: dict[str, Source | None] = {}
        self._edges: dict[str, frozenset[str]] = {}
        self._following: set[tuple[str, str]] = set()
        self._data_files: dict[Path, dict[str, str]] = {}
        self._names: dict[str, frozenset[str]] = {}

    def find(self, name: str) -> Source | None:
        """Find one of our modules; None if it is other people's, or no module."""
        if name not in self._known:
            first, *rest = name.split(".")
            place = self.folders[first].joinpath(*rest) if first in self.folders else None
            paths = [] if place is None else [place / "__init__.py", place.with_suffix(".py")]
            self._known[name] = next((Source(name, path) for path in paths if path.is_file()), None)
        return self._known[name]

    def read_data_anew(self) -> None:
        """Forget the data files, which a process that goes on, such as a server, may outlive."""
        self._data_files.clear()
        self._names.clear()

    def add(self, name: str, path: Path) -> None:
        """Make a file that is no module of a package known, such as a notebook."""
        self._known[name] = Source(name, path)
        self._edges.pop(name, None)
        self._names.pop(name, None)

    def home(self, module: str, name: str) -> str:
        """Find the module that defines what is called so in a module."""
        if self.find(f"{module}.{name}"):
            return f"{module}.{name}"
        source = self.find(module)
        if source is not None and (module, name) not in self._following:
            self._following.add((module, name))
            for origin, given, own in source.taken:
                if own == name and self.find(origin):
                    module = self.home(origin, given)
                    break
            self._following.discard((source.name, name))
        return module

    def imports(self, name: str) -> frozenset[str]:
        """The modules that one of ours uses, ours and others', wherever in it they are imported."""
        if name not in self._edges:
            source = self.find(name)
            assert source is not None, name
            self._edges[name] = frozenset(self._imports(source)) - {name}
        return self._edges[name]

    def _imports(self, source: Source) -> Iterator[str]:
        for one in source.says.taken:
            if not one.for_types:
                module = source.absolute(one)
                yield from (self.home(module, name) if self.find(module) else module for name, _ in one.names)
        for name, own in source.says.imported:
            asked = source.used(own or name) if own or "." not in name else None
            if asked is None or not self.find(name):
                yield name
            else:
                yield from (self.home(name, attribute) for attribute in asked)
        yield from (text for text in source.says.strings if _MODULE.fullmatch(text) and self.find(text))

    def reached(self, roots: Iterable[str], parts: Collection[str] = (), without: str = "") -> set[str]:
        """All modules that some depend on.

        Args:
            roots: names of our modules.
            parts: modules that the `__init__` of their folder only gathers.
            without: a package that is not entered.

        Returns:
            The roots and what they use, and what that uses; of other people's packages only the name.
        """
        found: set[str] = set()
        waiting = list(roots)
        while waiting:
            name = waiting.pop()
            if without and f"{name}.".startswith(f"{without}."):
                continue
            source = self.find(name)
            if source is None:
                found.add(name.partition(".")[0])
            elif name not in found:
                found.add(name)
                folders = name.split(".")[:-1]
                waiting += (".".join(folders[:depth]) for depth in range(2, len(folders) + 1))
                gathers = source.path.name == "__init__.py"
                waiting += (n for n in self.imports(name) if not (gathers and n in parts and n.startswith(f"{name}.")))
        return found

    def digest(self, modules: Iterable[str], data: Path | None = None) -> str:
        """Hash the files of modules, the versions of packages, and the data files that the modules name.

        Args:
            modules: what `reached` found.
            data: a folder with data files somewhere in it.

        Returns:
            The hash.
        """
        lines = []
        files = {} if data is None else self._data(data)
        named: set[str] = set()
        for name in sorted(modules):
            source = self.find(name)
            if source is None:
                lines += _distributions(name)
            else:
                lines.append(f"{name} {source.digest}")
                named |= self._named(source, files) if files else frozenset()
        lines += [f"{name} {files[name]}" for name in sorted(named)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def _named(self, source: Source, files: Mapping[str, str]) -> frozenset[str]:
        """The data files that a module names, looked for once: most name none, and every entry asks all of them."""
        if source.name not in self._names:
            self._names[source.name] = frozenset(name for name in files if name in source.says.strings)
        return self._names[source.name]

    def _data(self, folder: Path) -> dict[str, str]:
        """A hash of each data file somewhere in a folder, by its name; each is read once, as modules are."""
        if folder not in self._data_files:
            files = {path.name: path.read_bytes() for path in folder.rglob("*.json")}
            self._data_files[folder] = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        return self._data_files[folder]
