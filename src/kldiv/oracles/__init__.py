"""Numbers that no derivation had a hand in: quadrature, summation and sampling of hand-written densities."""
