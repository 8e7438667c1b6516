"""SymPy rewriting that knows nothing of probability, and the nodes for expectations, divergences and entropies."""
