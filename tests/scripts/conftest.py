"""The numbers of the examples, computed once for all tests of a process."""

from __future__ import annotations

from typing import Any

import pytest

from scripts import examples


@pytest.fixture(scope="session")
def all_numbers() -> dict[str, dict[str, Any]]:
    """Every number by its name."""
    return examples.all_numbers()
