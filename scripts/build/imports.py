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
from functools import cache, cached_property
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


class Source:
    """One module: its file and the statements in it."""

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
    def tree(self) -> ast.Module:
        """Its statements."""
        return ast.parse(self.content)

    @cached_property
    def for_types(self) -> set[ast.AST]:
        """What stands under `if TYPE_CHECKING`, and is never run."""
        tests = (n for n in ast.walk(self.tree) if isinstance(n, ast.If) and "TYPE_CHECKING" in ast.dump(n.test))
        return {node for test in tests for statement in test.body for node in ast.walk(statement)}

    @cached_property
    def strings(self) -> set[str]:
        """The strings in it."""
        return {n.value for n in ast.walk(self.tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}

    @cached_property
    def taken(self) -> list[tuple[str, str, str]]:
        """Each name that it takes by `from MODULE import NAME as OWN`, also those that are only for types."""
        found = (node for node in ast.walk(self.tree) if isinstance(node, ast.ImportFrom))
        return [(self.absolute(node), one.name, one.asname or one.name) for node in found for one in node.names]

    def absolute(self, node: ast.ImportFrom) -> str:
        """The whole name of the module that names are taken from."""
        if not node.level:
            return node.module or ""
        parts = self.package.split(".")
        return ".".join([*parts[: len(parts) - node.level + 1], *([node.module] if node.module else [])])

    def used(self, bound: str) -> set[str] | None:
        """The attributes that are asked of a name bound by `import`; None if it is used in another way."""
        inner = {id(n.value): n.attr for n in ast.walk(self.tree) if isinstance(n, ast.Attribute)}
        names = [n for n in ast.walk(self.tree) if isinstance(n, ast.Name) and n.id == bound]
        return {inner[id(n)] for n in names} if all(id(n) in inner for n in names) else None


class Sources:
    """The modules of some packages, each read once."""

    def __init__(self, folders: Mapping[str, Path]) -> None:
        """Say where each package lies."""
        self.folders = dict(folders)
        self._known: dict[str, Source | None] = {}
        self._edges: dict[str, frozenset[str]] = {}
        self._following: set[tuple[str, str]] = set()
        self._data_files: dict[Path, dict[str, str]] = {}

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

    def add(self, name: str, path: Path) -> None:
        """Make a file that is no module of a package known, such as a notebook."""
        self._known[name] = Source(name, path)
        self._edges.pop(name, None)

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
        for node in ast.walk(source.tree):
            if node in source.for_types:
                continue
            if isinstance(node, ast.ImportFrom):
                module = source.absolute(node)
                yield from (self.home(module, alias.name) if self.find(module) else module for alias in node.names)
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    asked = source.used(alias.asname or alias.name) if alias.asname or "." not in alias.name else None
                    if asked is None or not self.find(alias.name):
                        yield alias.name
                    else:
                        yield from (self.home(alias.name, one) for one in asked)
        yield from (text for text in source.strings if _MODULE.fullmatch(text) and self.find(text))

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
                named |= source.strings & files.keys()
        lines += [f"{name} {files[name]}" for name in sorted(named)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def _data(self, folder: Path) -> dict[str, str]:
        """A hash of each data file somewhere in a folder, by its name; each is read once, as modules are."""
        if folder not in self._data_files:
            files = {path.name: path.read_bytes() for path in folder.rglob("*.json")}
            self._data_files[folder] = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        return self._data_files[folder]
