"""The generating functional of each standard law, found by one integral or sum; importing this registers them all."""

from kldiv.generating import discrete, special, whole_line_and_half_line

__all__ = ["discrete", "special", "whole_line_and_half_line"]
