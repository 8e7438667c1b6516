"""Run every linter, show what the failing ones said, and exit 1 if one failed: `python -m scripts.tools.lint`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent

GITHUB = ROOT / ".github"
WORKFLOWS = sorted(str(path) for path in (GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(str(path) for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")

LINTERS = {
    "ruff": ["ruff", "check", "--quiet", "src", "scripts", "tests"],
    "format": ["ruff", "format", "--check", "--quiet", "src", "scripts", "tests"],
    "mypy": ["mypy"],
    "import contracts": ["lint-imports", "--no-cache"],
    "codespell": ["codespell"],
    "yamllint": ["yamllint", "--strict", "."],
    "workflow syntax": ["check-jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS],
    "workflow safety": ["zizmor", "--offline", "--quiet", ".github/workflows", ".github/dependabot.yml"],
    "issue forms": ["check-jsonschema", "--builtin-schema", "vendor.github-issue-forms", *FORMS],
    "dependabot": ["check-jsonschema", "--builtin-schema", "vendor.dependabot", ".github/dependabot.yml"],
    "CITATION.cff": ["check-jsonschema", "--builtin-schema", "vendor.citation-file-format", "CITATION.cff"],
    "shellcheck": ["shellcheck", ".ci/run"],
}


def run(command: list[str]) -> str:
    """What a linter said if it failed, else nothing."""
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        env=os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"},
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else (done.stdout + done.stderr).strip() or f"exit {done.returncode}"


def check_locks() -> str:
    """Locks must pin every package by hash and say nothing of where a machine fetched it from."""
    found = []
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        pins, hashed = (
            len(re.findall(r"(?m)^\S+==", text)),
            len(re.findall(r"(?m)^\S+==.*\\\n    --hash=", text)),
        )
        found += [f"{path.name} names an address"] if "://" in text else []
        found += [f"{path.name} has a package without a hash"] if pins == 0 or hashed < pins else []
    lock = ROOT / "package-lock.json"
    if lock.is_file() and '"resolved"' in lock.read_text(encoding="utf-8"):
        found.append("package-lock.json names an address")
    return "\n".join(found)


def main() -> int:
    """Run them side by side, report in order."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = {name: pool.submit(run, command) for name, command in LINTERS.items()}
        results["locks"] = pool.submit(check_locks)
    failed = 0
    for name, result in results.items():
        said = result.result()
        failed += bool(said)
        print(f"{'failed' if said else 'ok':<7}{name}" + (f"\n{said}\n" if said else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
