"""Everything that a distribution still lacks, for every distribution, in one message."""

from __future__ import annotations

import re

import pytest
import sympy as sp

from kldiv.distributions import DISTRIBUTIONS, Distribution, Support, Value, parameter, register
from kldiv.distributions.arrays import ArrayDistribution
from kldiv.distributions.domains import POSITIVE
from kldiv.oracles.known import Known, one_scale, positive_half
from scripts.tools.new_distribution import GAP, begin, gaps
from scripts.tools.registry import NAMES, names_text


def test_no_distribution_lacks_anything():
    lacking = {kind.__name__: gaps(kind) for kind in DISTRIBUTIONS.values()}
    said = [f"{name}: {'; '.join(missing)}" for name, missing in lacking.items() if missing]
    assert not said, "\n" + "\n".join(said)


def test_all_that_is_missing_is_named_at_once():
    class Unfinished(Distribution):
        scale: Value = parameter("s", POSITIVE, "the scale")

        def support(self):
            return Support(sp.Integer(0), sp.oo, self.kind)

    assert gaps(Unfinished) == [
        "missing density()",
        "missing tails()",
        "missing oracle",
        "missing its file, unfinished.py",
        "missing its story, unfinished.md",
    ]


def test_a_class_that_lacks_something_is_not_registered():
    class Unfinished(Distribution):
        scale: Value = parameter("s", POSITIVE, "the scale")

    said = r"Unfinished \(test_complete.py\): missing support\(\), density\(\), tails\(\), oracle; CONTRIBUTING.md"
    with pytest.raises(ValueError, match=said) as caught:
        register(Unfinished)
    assert len(str(caught.value)) < 300
    assert "unfinished" not in DISTRIBUTIONS


def test_an_alias_of_another_distribution_is_not_registered():
    with pytest.raises(ValueError, match=r"the name 'bell curve' is registered already, Normal \(normal.py\)"):

        class Bell(Distribution):
            aliases = ("bell curve",)
            scale: Value = parameter("s", POSITIVE, "the scale")


def test_the_classes_that_editors_know_are_those_there_are():
    assert NAMES.read_text(encoding="utf-8") == names_text(), "run `make registry`"


def test_files_name_no_number_library():
    """A distribution's file is read in a browser too: balls are handed to it, and arrays are checked by `domains`."""
    for kind in DISTRIBUTIONS.values():
        text = (NAMES.parent / f"{kind.slug.replace('-', '_')}.py").read_text(encoding="utf-8")
        assert not {"flint", "scipy"} & set(re.findall(r"^(?:from|import) (\w+)", text, re.MULTILINE)), kind


def test_a_density_that_is_not_the_oracles_is_named(tmp_path):
    class Spoilt(DISTRIBUTIONS["exponential"]):
        def density(self, x):
            return super().density(2 * x)

    for name in ("spoilt.py", "spoilt.md"):
        (tmp_path / name).write_text("A story.")
    said = gaps(Spoilt, tmp_path, tmp_path)
    assert any(sentence.startswith("the oracle's log-density differs by") for sentence in said), said
    assert "its transport does not give its density" in said


def test_a_missing_sampler_is_named(tmp_path):
    class Undrawn(DISTRIBUTIONS["exponential"]):
        oracle = Known(positive_half, DISTRIBUTIONS["exponential"].oracle.log_density, one_scale)

    assert "missing a sampler (sample= in its oracle)" in gaps(Undrawn, tmp_path, tmp_path)


def test_a_distribution_that_was_begun_shows_its_gaps(tmp_path):
    file, story = begin("SomeLaw", tmp_path, tmp_path)
    text = file.read_text()
    assert text.count(GAP) > 5
    assert GAP in story.read_text()
    compile(text, file.name, "exec")
    space = {"__name__": "begun"}
    exec(text, space)
    said = gaps(space["SomeLaw"], tmp_path, tmp_path)
    assert said == [f"{text.count(GAP)} gaps left in its file, some_law.py", "1 gaps left in its story, some-law.md"]


def test_what_is_there_is_not_written_over(tmp_path):
    begin("SomeLaw", tmp_path, tmp_path)
    with pytest.raises(ValueError, match=r"some_law\.py is there already"):
        begin("SomeLaw", tmp_path, tmp_path)
    for name in ("someLaw", "Some Law", "X"):
        with pytest.raises(ValueError, match="is not the name of a class, such as BetaPrime"):
            begin(name, tmp_path, tmp_path)


def test_the_parameters_in_a_docstring_are_those_declared():
    """Distributions of arrays describe their parameters' shapes by hand; the names must be right."""
    for kind in DISTRIBUTIONS.values():
        if issubclass(kind, ArrayDistribution):
            table = kind.__doc__.partition("Args:")[2].partition("Raises:")[0]
            named = [line.partition(":")[0].strip() for line in table.splitlines() if ":" in line]
            assert named == [p.name for p in kind.spec], kind
