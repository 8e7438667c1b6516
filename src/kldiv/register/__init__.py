"""Permanent ids, what they state, where it was published, and what other libraries call it."""
