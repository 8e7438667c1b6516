from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

import pytest

import kldiv
from scripts import examples
from scripts.examples import cats_and_dogs, coins, gaussians, post_audit
from scripts.examples.display import number, power_of_ten, quoted
from scripts.examples.second_route import Disagreement, agreed, divergence_sum, exact, integral

ROOT = Path(__file__).resolve().parents[2]
MARKER = re.compile(r"\[\[n:([\w./-]+)(?::[^\[\]]+)?\]\]")


@pytest.fixture
def numbers(all_numbers: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return all_numbers


def test_every_number_has_a_value_a_unit_a_text_and_a_script_that_exists(
    numbers: dict[str, dict[str, Any]],
) -> None:
    assert len(numbers) > 120
    for name, entry in numbers.items():
        assert set(entry) - {"how"} == {"value", "unit", "text", "source"}, name
        assert entry["text"].strip(), name
        assert (ROOT / entry["source"]).is_file(), name
        assert re.fullmatch(r"[a-z0-9]+([.-][a-z0-9]+)*", name)
        if not isinstance(entry["value"], str):
            assert math.isfinite(entry["value"]), name
            assert "-" not in entry["text"], f"{name}: a hyphen for a minus sign"
        else:
            assert entry["value"] in ("inf", "-inf") or entry["text"] == entry["value"], name


@pytest.mark.parametrize(
    ("name", "text", "unit"),
    [
        ("cats-dogs.decent.bits", "0.3219", "bits"),
        ("cats-dogs.adversarial.bits", "2.3219", "bits"),
        ("cats-dogs.perfect.bits", "0", "bits"),
        ("cats-dogs.undecided.bits", "1", "bits"),
        ("cats-dogs.decent.reverse.bits", "∞", "bits"),
        ("cats-dogs.adversarial-minus-decent.bits", "2", "bits"),
        ("cats-dogs.decent.difference.cat", "−0.2", ""),
        ("gaussians.forward.nats", "2.8068528", "nats"),
        ("gaussians.reverse.nats", "0.8181472", "nats"),
        ("gaussians.forward.parts.scale", "−0.6931", "nats"),
        ("gaussians.narrow.entropy.nats", "−0.8836", "nats"),
        ("coins.fair-to-unfair.nats", "1.6144631", "nats"),
        ("coins.fair-to-fair.nats", "0", "nats"),
        ("coins.detour.nats", "0.6553", "nats"),
        ("coins.sample.loglik.gap.nats", "0.8228", "nats"),
        ("code.extra.bits", "0.25", "bits"),
        ("densities.narrow.peak", "3.9894", ""),
        ("post.gaussians.reverse.printed", "0.6371457", "nats"),
        ("post.gaussians.reverse.relative-error", "22", "%"),
    ],
)
def test_numbers_that_the_pages_rely_on(numbers: dict[str, dict[str, Any]], name: str, text: str, unit: str) -> None:
    assert (numbers[name]["text"], numbers[name]["unit"]) == (text, unit)


def test_every_number_that_a_page_asks_for_is_there(numbers: dict[str, dict[str, Any]]) -> None:
    pages = [p for p in (ROOT / "docs").rglob("*.md") if "generated" not in p.relative_to(ROOT / "docs").parts]
    asked = {name: page.name for page in pages for name in MARKER.findall(page.read_text(encoding="utf-8"))}
    assert asked
    assert {name: page for name, page in asked.items() if name not in numbers} == {}


#: A table of formulas.
WITHOUT_NUMBERS = {"other-ways-functions"}


def test_every_number_in_a_fragment_is_there(numbers: dict[str, dict[str, Any]]) -> None:
    fragments = examples.all_fragments()
    assert set(fragments) >= {"post-audit", "cats-and-dogs-table", "gaussians-table", "coins-table"}
    for name, text in fragments.items():
        assert MARKER.findall(text) or name in WITHOUT_NUMBERS, name
        assert set(MARKER.findall(text)) <= set(numbers), name
        widths = {len(re.split(r"(?<!\\)\|", row)) for row in text.splitlines()}
        assert len(widths) == 1, f"{name}: rows of unequal length"


@pytest.mark.parametrize("module", [cats_and_dogs, coins, gaussians])
def test_a_package_that_is_slightly_wrong_is_found_out(module: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    right = kldiv.kl_divergence

    def wrong(*args: Any, **kwargs: Any) -> Any:
        return right(*args, **kwargs) * (1 + 1e-9)

    monkeypatch.setattr(kldiv, "kl_divergence", wrong)
    with pytest.raises(Disagreement):
        module.numbers()


@pytest.mark.parametrize("second", [1.0 + 1e-9, math.inf, math.nan])
def test_two_routes_must_agree(second: float) -> None:
    with pytest.raises(Disagreement, match="one"):
        agreed("one", 1.0, second)


def test_a_quadrature_that_has_not_converged_is_refused() -> None:
    with pytest.raises(Disagreement):
        integral(lambda x: abs(x - 0.3) ** 0.01, [0, 1])


def test_exact_sums() -> None:
    assert divergence_sum(exact([1, 0]), exact(["0.5", "0.5"])) == pytest.approx(math.log(2), abs=1e-15)
    assert divergence_sum(exact(["0.5", "0.5"]), exact([1, 0])) == math.inf
    with pytest.raises(ValueError, match="sum to"):
        exact(["0.5", "0.4"])


def test_the_audit_finds_the_one_wrong_number_and_what_it_is(numbers: dict[str, dict[str, Any]]) -> None:
    ours = post_audit.computed()
    wrong = [p for p in post_audit.PRINTED if not post_audit.agrees(p.digits, ours[p.ours]["value"])]
    assert [p.name for p in wrong] == ["gaussians.reverse"]
    assert post_audit.meant_instead(wrong[0], ours) == "coins.unfair-to-fair.nats"
    assert numbers["post.count.agree"]["value"] == len(post_audit.PRINTED) - 1
    assert examples.all_fragments()["post-audit"].count("does not agree") == 1


@pytest.mark.parametrize(
    ("printed", "value", "verdict"),
    [
        ("0.3219", 0.32199, True),
        ("0.3219", 0.3221, False),
        ("0", 0.4, True),
        ("0", 0.6, False),
        ("0.0", 0.06, False),
    ],
)
def test_digits_agree_up_to_one_in_the_last(printed: str, value: float, verdict: bool) -> None:
    assert post_audit.agrees(printed, value) is verdict


def test_powers_vanish_where_the_number_says() -> None:
    n = cats_and_dogs.pictures_until_zero(0.8)
    assert 0.8**n == 0.0 < 0.8 ** (n - 1)


def test_how_numbers_are_written() -> None:
    assert number(-0.00001)["text"] == "0.0000"
    assert math.copysign(1, number(-0.0, digits=None)["value"]) == 1
    assert number(-math.inf) == {"value": "-inf", "unit": "", "text": "−∞"}
    assert quoted("0.0")["text"] == "0.0"
    assert power_of_ten(0.00000004)["text"] == "4\u00a0×\u00a010⁻⁸"


def test_a_name_that_two_examples_give_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examples, "modules", lambda: [coins, coins])
    with pytest.raises(ValueError, match="given by"):
        examples.all_numbers()


def test_a_second_run_touches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examples, "modules", lambda: [coins, post_audit])
    examples.main(tmp_path)
    files = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.is_file()}
    assert json.loads((tmp_path / "numbers.json").read_text(encoding="utf-8"))
    assert (tmp_path / "fragments" / "post-audit.md") in files
    examples.main(tmp_path)
    assert {p: p.stat().st_mtime_ns for p in files} == files


@pytest.mark.parametrize("how", ["0.5*log2(0.5/0.4)", "1*log2(1/0.8) + 0.001", "-log2(1/0.8)"])
def test_arithmetic_that_gives_another_number_is_refused(how: str) -> None:
    with pytest.raises(ValueError, match=r"and not 0\.3219"):
        number(0.32192809488736235, "bits", how=how)


@pytest.mark.parametrize("how", ["__import__('os')", "abs(-1)", "1 if 1 else 0", "'a'*3"])
def test_arithmetic_holds_nothing_but_arithmetic(how: str) -> None:
    with pytest.raises(ValueError, match="there may only be"):
        number(1.0, how=how)
