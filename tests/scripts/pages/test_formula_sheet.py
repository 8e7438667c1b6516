"""The formula sheet: what stands on it, and why."""

from scripts.pages import formula_sheet


def entry(p, q, libraries=(), tex="x", kind="closed form"):
    return {
        "id": f"{p}-{q}",
        "kind": kind,
        "title": f"KL divergence from {p} to {q}",
        "conditions": [],
        "distributions": {"p": {"slug": p}, "q": {"slug": q}},
        "libraries": [{"library": library, "answer": answer} for library, answer in libraries],
        "statement": {"tex": tex},
    }


def test_what_more_libraries_answer_comes_first(monkeypatch):
    monkeypatch.setattr(formula_sheet, "PAIRS", 4)
    two = entry("weibull", "gamma", [("tfp", "closed form"), ("numpyro", "closed form")], "a" * 90)
    one = entry("laplace", "normal", [("torch", "closed form"), ("torch", "closed form")], "aa")
    short = entry("exponential", "normal", [("torch", "closed form")], "a")
    refused = entry("uniform", "laplace", [("torch", "not implemented"), ("tfp", "infinite")])
    same = entry("normal", "normal", [("torch", "closed form"), ("tfp", "closed form"), ("numpyro", "closed form")])
    infinite = entry("normal", "gamma", [("torch", "closed form"), ("tfp", "closed form")], kind="infinite")
    chosen = formula_sheet.most_used([refused, one, same, infinite, short, two])
    assert chosen == [two, short, one, refused]


def test_an_item_names_its_letters_and_its_derivation():
    lines = formula_sheet._item(entry("gamma", "exponential", tex="1"))
    assert (
        r"[Gamma ‖ Exponential](kl/gamma-exponential.md) $\alpha$ concentration, $\beta$ rate; $\lambda$ rate" in lines
    )
    assert "small" not in lines[0]
    assert "small" in formula_sheet._item(entry("gamma", "gamma", tex="1" * 400))[0]
    assert "small" not in formula_sheet._item(entry("gamma", "gamma", tex=r"1 \\" * 400))[0]
