"""The theorems that derivations take from the literature, by theme; each comes with a hunt for counterexamples."""
