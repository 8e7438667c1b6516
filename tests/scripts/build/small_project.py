"""A project of three pages, built by the real build script, for tests that break it on purpose."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
#: The parts of the real project that it is built by.
BUILD = ("__init__.py", "build/*.py", "tools/__init__.py", "tools/check_site.py")

FILES = {
    "CITATION.cff": 'date-released: "2026-01-02"\n',
    "src/kldiv/__init__.py": "",
    "scripts/pages/derivations.py": """
from pathlib import Path

CHECK = True

class CheckFailed(Exception):
    pass

def main(out, progress):
    progress("deriving")
    (out / "pages").mkdir()
    (out / "pages" / "gibbs.md").write_text("# Gibbs\\n\\nNever negative.\\n")
    if not CHECK:
        raise CheckFailed("gibbs: the check 'quadrature' failed")
""",
    "scripts/examples/__init__.py": """
import json

NUMBERS = {"two": 2}

def main(out):
    (out / "numbers.json").write_text(json.dumps(NUMBERS))
""",
    "scripts/figures/__init__.py": """
from scripts.examples import NUMBERS

def main(out):
    (out / "figures").mkdir()
    for name, value in NUMBERS.items():
        (out / "figures" / f"{name}.svg").write_text(f"<svg>{value}</svg>")
""",
    "scripts/site/hook.py": """
from pathlib import Path
from mkdocs.structure.files import File

def on_files(files, config):
    for path in sorted(Path("docs/generated/pages").glob("*.md")):
        files.append(File.generated(config, f"kl/{path.name}", abs_src_path=str(path.resolve())))
    return files
""",
    "mkdocs.yml": """
site_name: Small
use_directory_urls: false
theme: {name: null, custom_dir: theme}
markdown_extensions: [attr_list]
hooks: [scripts/site/hook.py]
exclude_docs: generated/
validation: {links: {anchors: warn}}
""",
    "theme/main.html": """<!doctype html>
<html lang="en"><head><title>{{ page.title }}</title></head><body>{{ page.content }}</body></html>
""",
    "docs/index.md": "# Start\n\nSee [the reading](reading.md#why) and [Gibbs](kl/gibbs.md).\n",
    "docs/reading.md": "# Reading\n\n## Why {#why}\n\nBecause.\n",
}


class SmallProject:
    """The project in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in FILES.items():
            self.write(name, text)
        for path in (path for name in BUILD for path in (ROOT / "scripts").glob(name)):
            target = folder / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def build(self, *options: str) -> tuple[int, str]:
        """Run the build; return its exit status and all that it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "scripts.build", *options],
            cwd=self.folder,
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    def contents(self, below: str) -> dict[str, bytes]:
        """Every file below a folder, by name."""
        top = self.folder / below
        return {p.relative_to(top).as_posix(): p.read_bytes() for p in sorted(top.rglob("*")) if p.is_file()}
