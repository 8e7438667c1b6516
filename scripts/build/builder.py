"""One build: which stages are out of date, and how what they write gets to its place.

A stage is skipped if the files it reads, the installed packages and the files it wrote are all as they were when it
last succeeded. A failure leaves the last good site where it was.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scripts.build import stages
from scripts.build.hashing import digest_files, digest_of, digest_packages, expand
from scripts.build.stages import CACHE, GENERATED, GENERATORS, ROOT, SITE, Stage, StageFailed
from scripts.build.swap import mirror, remove, swap_in

Show = Callable[[str], None]


class Builder:
    """One build: knows what the last one did, and does what is left."""

    def __init__(self, site_dir: Path, show: Show = print) -> None:
        """Read nothing yet; `site_dir` is where the site belongs."""
        self.site_dir = site_dir.resolve()
        self.show = show
        self.packages = digest_packages()

    def record_path(self, stage: Stage) -> Path:
        """Where the last success of a stage is written down; a site in another place has its own."""
        if stage is SITE and self.site_dir != ROOT / "site":
            return CACHE / f"{stage.name}-{digest_of(str(self.site_dir))[:12]}.json"
        return CACHE / f"{stage.name}.json"

    def record(self, stage: Stage) -> dict[str, Any]:
        """What the last success of a stage wrote down, or nothing."""
        try:
            return dict(json.loads(self.record_path(stage).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return {}

    def inputs(self, stage: Stage) -> str:
        """The fingerprint of all that the stage depends on."""
        files = digest_files(ROOT, expand(ROOT, stage.inputs))
        variables = [os.environ.get(name, "") for name in stages.VARIABLES]
        return digest_of([stage.name, self.packages, stages.release_epoch(), variables, files])

    def outputs(self, stage: Stage, files: list[str]) -> str:
        """The fingerprint of what the stage wrote."""
        if stage is SITE:
            return digest_files(self.site_dir, expand(self.site_dir, ["**/*"]))
        return digest_files(GENERATED, [GENERATED / name for name in files])

    def is_fresh(self, stage: Stage) -> bool:
        """Whether running the stage would change nothing."""
        record = self.record(stage)
        return (
            bool(record)
            and record["inputs"] == self.inputs(stage)
            and record["outputs"] == self.outputs(stage, record["files"])
        )

    def stale(self) -> list[str]:
        """The names of the stages that would run now, before any of them has run."""
        return [stage.name for stage in (*GENERATORS, SITE) if not self.is_fresh(stage)]

    def step(self, number: int, stage: Stage, work: Callable[[Show], list[str]]) -> bool:
        """Run one stage if it must be, and write down that it succeeded; True if it ran."""
        label = f"[{number}/{len(GENERATORS) + 1}] {stage.name:<11}"
        if self.is_fresh(stage):
            self.show(f"{label} unchanged")
            return False
        self.show(f"{label} ...")
        before, start = self.inputs(stage), time.perf_counter()
        files = work(lambda line: self.show(f"      {line}"))
        record = {"inputs": before, "outputs": self.outputs(stage, files), "files": files}
        path = self.record_path(stage)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        self.show(f"{label} done in {time.perf_counter() - start:.1f} s")
        return True

    def generate(self, only: Callable[[Stage], bool] = lambda stage: True) -> None:
        """Run the generating stages; nothing reaches docs/generated before its stage has succeeded."""
        for number, stage in enumerate(GENERATORS, start=1):
            if only(stage):
                self.step(number, stage, lambda show, stage=stage: self.staged(stage, show))  # type: ignore[misc]
        kept = {name for stage in GENERATORS for name in self.record(stage).get("files", [])}
        found = {path.relative_to(GENERATED).as_posix() for path in expand(GENERATED, ["**/*"])}
        remove(GENERATED, found - kept)

    def staged(self, stage: Stage, show: Show) -> list[str]:
        """Run a generating stage in an empty folder, then move what it wrote into docs/generated."""
        earlier = GENERATORS[: GENERATORS.index(stage)]
        taken = {name: other.name for other in earlier for name in self.record(other).get("files", [])}
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE, prefix=f"{stage.name}-") as folder:
            stages.generate(stage, Path(folder), show)
            for path in expand(Path(folder), ["**/*"]):
                name = path.relative_to(folder).as_posix()
                if name in taken:
                    raise StageFailed(f"{stage.name} wrote {name}, which {taken[name]} has written already")
            return mirror(Path(folder), GENERATED, set(self.record(stage).get("files", [])) - set(taken))

    def site(self) -> None:
        """Build the site away from its place, check it, and swap it in."""

        def work(show: Show) -> list[str]:
            # On the same file system as the site's place, and where git does not look.
            beside = CACHE if self.site_dir.parent == ROOT else self.site_dir.parent
            beside.mkdir(parents=True, exist_ok=True)
            for left in beside.glob(f".{self.site_dir.name}-next-*"):
                shutil.rmtree(left)  # by a build that was killed
            folder = Path(tempfile.mkdtemp(dir=beside, prefix=f".{self.site_dir.name}-next-"))
            try:
                folder.chmod(0o755)
                stages.build_site(folder, show)
                swap_in(folder, self.site_dir)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
            return []

        self.step(len(GENERATORS) + 1, SITE, work)


@contextmanager
def only_build(show: Show) -> Iterator[None]:
    """Hold the lock that keeps two builds from writing the same files."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            show("Another build is running; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
