"""The build knows how wide a formula is: what it measures is what Chromium sets."""

from __future__ import annotations

import base64
import html
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from scripts.site import formula, mathml, vendor
from scripts.site.math_font import MathFont
from scripts.site.measure import Ruler

ROOT = Path(__file__).resolve().parents[2]
SIZE = 40  # pixels an em

FORMULAS = [
    r"x + y - z",
    r"a_p = b^2 \le c",
    r"\log \frac{\sigma_q}{\sigma_p} + \frac{\sigma_p^2 + (\mu_p - \mu_q)^2}{2 \sigma_q^2} - \frac{1}{2}",
    r"\operatorname{E}_p\!\left[\log \frac{p(X)}{q(X)}\right]",
    r"D(p \,\|\, q) = \sum_{i = 1}^K p_i \log \frac{p_i}{q_i}",
    r"\int_{-\infty}^{\infty} p(x) \log \frac{p(x)}{q(x)} \, \mathrm{d}x",
    r"\left(\frac{\nu_q}{2} + \frac{1}{2}\right) \log\left(\frac{(b_p - \mu_q)^2}{\nu_q \sigma_q^2} + 1\right)",
    r"\frac{\left(\frac{1}{\beta_p \lambda_q}\right)^{k_q} \Gamma(\alpha_p + k_q)}{\Gamma(\alpha_p)} - \alpha_p",
    r"\sqrt{2 \pi} \, e^{-x^2 / 2}",
    r"\prod_{j = 1}^n \Gamma(\alpha_j) \psi(\alpha_j)",
    r"\begin{pmatrix} 1 & \rho \\ \rho & \sigma^2 \end{pmatrix}",
    r"\left|\Sigma_q^{-1}\right| (\mu_q - \mu_p)^{\mathsf{T}} \Sigma_q^{-1} (\mu_q - \mu_p)",
    r"\binom{n}{k} p^k (1 - p)^{n - k}",
    r"0.32192809488736235",
    r"\max_i \lim_{x \to 0} \operatorname{tr}(A \otimes B)",
]


@pytest.fixture(scope="module")
def font() -> MathFont:
    return MathFont(vendor.math_font_path(ROOT))


@pytest.mark.parametrize("display", [True, False], ids=["display", "inline"])
def test_widths_are_those_of_a_browser(browser: Browser, font: MathFont, display: bool) -> None:
    temml, ruler = vendor.temml(ROOT, {}), Ruler(font)
    rows = [mathml.parse(temml.raw(tex, display)) for tex in FORMULAS]
    data = base64.b64encode(font.published()).decode()
    body = "".join(f"<p>{formula.whole(row, display)}</p>" for row in rows)
    page = browser.new_page(viewport={"width": 2000, "height": 800})
    page.set_content(
        f"<style>@font-face{{font-family:M;src:url(data:font/woff2;base64,{data})}}"
        f"math{{font-family:M;font-size:{SIZE}px}} mfrac{{padding-inline:.06em}}</style>{body}"
    )
    page.evaluate("document.fonts.load('20px M', 'x').then(() => document.fonts.ready)")
    seen = page.evaluate("[...document.querySelectorAll('math')].map(m => m.getBoundingClientRect().width)")
    page.close()
    wrong = []
    for tex, row, width in zip(FORMULAS, rows, seen, strict=True):
        measured = ruler.row(row, display).width
        if abs(measured - width / SIZE) > 0.02 * width / SIZE + 0.1:
            wrong.append(f"{html.escape(tex)}: measured {measured:.2f}, set {width / SIZE:.2f}")
    assert wrong == []
