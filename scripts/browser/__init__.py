"""Python for the reader's browser: Pyodide, SymPy and this package, packed to be small and to start fast."""
