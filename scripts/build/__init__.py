"""The build of the site: `python -m scripts.build`. What to do, in which order, and what need not be done again."""
