"""Runs in the reader's browser, beside the package: what the page asks of Python."""
