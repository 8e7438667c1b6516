"""Checks an exported derivation from its file alone: a small program that knows nothing of how derivations are made."""
