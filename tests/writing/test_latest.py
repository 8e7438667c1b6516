"""What is said of a derivation is kept for the next who asks, and is no one else's."""

from __future__ import annotations

from dataclasses import replace

from kldiv.deriving.derive import derive
from kldiv.writing.data import head
from kldiv.writing.latest import for_the_latest


def test_it_is_said_once_of_the_same_and_anew_of_another():
    asked = []

    @for_the_latest
    def say(derivation):
        asked.append(derivation)
        return derivation.title

    one = derive("poisson", "poisson")
    other = replace(one, title="another")
    assert [say(one), say(one), say(other), say(one)] == [one.title, one.title, "another", one.title]
    assert len(asked) == 3


def test_who_changes_what_was_said_changes_nothing_for_others():
    derivation = derive("poisson", "poisson")
    first = head(derivation)
    tex = first["statement"]["tex"]
    first["statement"]["tex"] = "spoilt"
    assert head(derivation)["statement"]["tex"] == tex
