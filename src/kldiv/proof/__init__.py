"""What a derivation is, and what it must survive."""
