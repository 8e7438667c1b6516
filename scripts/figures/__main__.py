"""Draw some figures, or all: `python -m scripts.figures FOLDER [NAME ...]`."""

import sys
from pathlib import Path

from scripts.figures import draw_one, modules

for _name in sys.argv[2:] or modules():
    draw_one(Path(sys.argv[1]), _name)
    print(_name)
