"""What readers ask, typed into the site's own search: the right page is among the first three."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.site.reader import Reader

# The post's eleven questions, then the twenty-five, in the words that people type.
QUESTIONS = {
    "what is kl divergence": ("learn/what-is-kl",),
    "why log likelihood": ("learn/why-a-log", "learn/what-is-kl"),
    "likelihood ratio": ("learn/likelihood-ratio",),
    "expected value weighted average": ("learn/expectation",),
    "expected log likelihood ratio": ("learn/expected-log-ratio",),
    "what can kl divergence be used for": ("learn/uses",),
    "kl divergence and cross-entropy related": ("learn/cross-entropy", "learn/what-is-kl"),
    "is kl divergence a distance": ("learn/not-a-distance",),
    "kl divergence and log-likelihood": ("learn/likelihood",),
    "is kld asymmetric": ("learn/two-directions",),
    "forward and reverse kl": ("learn/two-directions", "reference/glossary"),
    "which argument of f.kl_div": ("questions/libraries",),
    "kl_div log-probabilities": ("questions/libraries",),
    "batchmean": ("questions/libraries", "reference/common-mistakes"),
    "kl_div nan": ("questions/nan-and-inf",),
    "nan gradients": ("questions/nan-and-inf",),
    "infinity smoothing": ("questions/nan-and-inf",),
    "why is my kl negative": ("questions/nan-and-inf",),
    "keras kldivergence": ("questions/libraries",),
    "scipy rel_entr": ("questions/libraries",),
    "nats or bits": ("learn/bits-and-nats", "questions/nan-and-inf"),
    "why is cross-entropy the loss": ("questions/losses", "learn/cross-entropy"),
    "maximum likelihood minimising kl": ("questions/losses", "learn/likelihood", "identities/maximum-likelihood"),
    "variational inference": ("questions/variational",),
    "forward distillation": ("questions/losses",),
    "distillation temperature": ("questions/losses", "identities/distillation-temperature"),
    "vae kl sign": ("questions/variational",),
    "log sigma": ("questions/variational",),
    "kl sum or mean": ("questions/variational",),
    "posterior collapse": ("questions/variational",),
    "grpo": ("questions/reinforcement-learning",),
    "full-vocabulary kl": ("questions/reinforcement-learning",),
    "unbiased gradient": ("questions/reinforcement-learning", "notebooks/estimators"),
    "rlhf beta dpo": ("questions/reinforcement-learning",),
    "kl of mixtures": ("questions/distributions-and-samples",),
    "cauchy kl symmetric": ("questions/distributions-and-samples", "kl/cauchy-cauchy", "identities/cauchy-symmetry"),
}


def first_results(tab: Page, words: str) -> list[str]:
    """The addresses of the first three results, once they have stopped changing."""
    box, links = tab.locator(".md-search__input"), tab.locator(".md-search-result__item > .md-search-result__link")
    box.fill("")
    links.first.wait_for(state="detached")
    box.fill(words)
    box.press("End")
    links.first.wait_for()
    seen, still = [""], 0
    while still < 3:
        tab.wait_for_timeout(200)
        now = [links.nth(k).get_attribute("href") or "" for k in range(min(3, links.count()))]
        still = still + 1 if now == seen else 0
        seen = now
    return seen


def test_every_question_leads_to_its_answer(reader: Reader, at_root: str) -> None:
    tab = reader.page()
    reader.visit(tab, at_root + "index.html")  # once: the index is large
    tab.locator(".md-search__input").click()
    lost = {}
    for words, pages in QUESTIONS.items():
        found = first_results(tab, words)
        if not any(page in address for page in pages for address in found):
            lost[words] = found
    assert lost == {}
