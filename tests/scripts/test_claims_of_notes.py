"""What notes claim in passing, computed in another way than the examples do."""

from __future__ import annotations

import numpy as np
import pytest

from scripts.examples import collapse, correlated_normals


def dear(rho: float, count: int) -> tuple[float, float]:
    """What it costs to overlook equal correlations, and to imagine them, from determinant and trace."""
    together = np.full((count, count), rho) + (1 - rho) * np.eye(count)
    log_det = np.linalg.slogdet(together)[1]
    return -log_det / 2, (np.trace(np.linalg.inv(together)) - count + log_det) / 2


def test_with_two_variables_overlooking_is_cheaper_and_with_three_it_need_not_be() -> None:
    rng = np.random.default_rng(7)
    for rho in rng.uniform(-0.999, 0.999, 200):
        overlooked, imagined = dear(rho, 2)
        assert overlooked < imagined
    shown = correlated_normals.numbers()
    overlooked, imagined = dear(float(correlated_normals.THIRDS), 3)
    assert shown["correlated.three.overlooked.nats"]["value"] == pytest.approx(overlooked, rel=1e-12)
    assert shown["correlated.three.imagined.nats"]["value"] == pytest.approx(imagined, rel=1e-12)
    assert overlooked > imagined


def test_in_logistic_regression_the_hessian_is_the_fisher_information_everywhere() -> None:
    rng = np.random.default_rng(8)
    features, labels = rng.normal(size=(20, 3)), rng.integers(0, 2, 20)
    at = rng.normal(size=3)  # far from the minimum

    def gradient(weights: np.ndarray) -> np.ndarray:
        return np.asarray(features.T @ (1 / (1 + np.exp(-features @ weights)) - labels))

    h = 1e-6
    hessian = np.array([(gradient(at + h * e) - gradient(at - h * e)) / (2 * h) for e in np.eye(3)])
    probability = 1 / (1 + np.exp(-features @ at))
    scores = [features.T * (y - probability) for y in (0, 1)]
    weights = (1 - probability, probability)
    fisher = sum((s * w) @ s.T for s, w in zip(scores, weights, strict=True))
    assert np.abs(gradient(at)).max() > 0.1
    assert hessian == pytest.approx(fisher, rel=1e-6)


def test_a_kl_term_of_zero_for_one_input_may_leave_its_code_legible() -> None:
    rng = np.random.default_rng(9)
    source = rng.integers(0, 2, 400_000)
    codes = rng.normal(size=source.size) + collapse.CENTRE * source
    log_ratio = np.where(source == 0, 1, -1) * (collapse.CENTRE**2 / 2 - collapse.CENTRE * codes)
    sampled = np.mean(np.log(2) - np.log1p(np.exp(-log_ratio)))
    assert collapse.numbers()["collapse.information.nats"]["value"] == pytest.approx(sampled, abs=1e-5)
