"""A derivation as TeX, Markdown, LaTeX, plain text, plain data, and as something to cite."""
