"""The Fisher information of each distribution stands in one table, and its permanent address leads to its row."""

import pytest

from kldiv.entries import catalogue
from kldiv.identities.fisher_by_distribution import with_fisher_information
from kldiv.writing.address import address_of, place_of
from scripts.pages import entry, fisher_table

SOME = ("normal", "logistic", "poisson")


@pytest.fixture(scope="module")
def rows():
    return [fisher_table.row(catalogue()[f"fisher-{slug}"], catalogue()[f"fisher-{slug}"].check()) for slug in SOME]


def test_each_row_can_be_linked_to_and_none_is_cut(rows):
    lines = fisher_table.page(rows).split("\n")
    table = [line for line in lines if line.startswith('| <span id="fisher-')]
    assert len(table) == len(SOME)
    for slug, line in zip(SOME, table, strict=True):
        assert f'id="fisher-{slug}"' in line
        assert line.count("|") == 4, "a bar in a formula would end the cell"


def test_the_normal_row_says_what_is_known(rows):
    normal = rows[0]
    assert normal["parameters"] == r"\mu, \sigma"
    assert r"\frac{1}{\sigma^2} & 0" in normal["tex"]
    assert r"0 & \frac{2}{\sigma^2}" in normal["tex"]
    assert rows[1]["fixed"] == ["s"]


def test_an_entry_of_the_table_has_no_page_of_its_own():
    made = entry.make("fisher-poisson")
    assert made.files == {}
    assert made.row["id"] == "fisher-poisson"
    assert made.result["id"] == "fisher-poisson"


@pytest.mark.parametrize("slug", with_fisher_information()[:3])
def test_the_address_leads_to_the_row(slug):
    derivation = catalogue()[f"fisher-{slug}"]
    assert place_of(derivation) == f"identities/fisher.html#fisher-{slug}"
    assert address_of(derivation, "https://a.example/").endswith(f"/identities/fisher.html#fisher-{slug}")
