"""Numbers for distributions of numbers."""
