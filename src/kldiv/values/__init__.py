"""Any expression of a derivation as a number: in balls, in floats with a bound on their error, at a point."""
