"""Draw some figures, or all: `python -m scripts.figures FOLDER [NAME ...]`."""

import sys
from pathlib import Path

from scripts.figures import drawn, modules, write

for _name in sys.argv[2:] or modules():
    write(Path(sys.argv[1]), drawn(_name))
    print(_name)
