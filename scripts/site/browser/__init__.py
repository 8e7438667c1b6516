"""What pages compute with: the derived formulas and the densities as JavaScript, and the special functions they call."""
