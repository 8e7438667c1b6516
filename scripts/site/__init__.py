"""What turns Markdown, notebooks and generated fragments into the site.

The logic lives in pure functions and Python-Markdown extensions, so that it outlives any one site generator;
``hooks.py`` is the thin layer that MkDocs calls.
"""
