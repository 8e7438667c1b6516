"""What pages compute with: derived formulas and densities as JavaScript, and the special functions they call."""
