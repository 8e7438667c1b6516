"""What the site is made with. Start at `build.py`."""
