"""Long doubles: what rounding costs there, and where their range ends."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

LONG = np.longdouble
#: What rounding costs a sum or a product, relative to it.
UNIT = float(np.finfo(LONG).eps) / 2
#: What a product may lose where it leaves the range.
TINY = np.finfo(LONG).tiny

#: Euler's constant, to more digits than a long double has.
EULER = LONG("0.57721566490153286060651209008240243")
