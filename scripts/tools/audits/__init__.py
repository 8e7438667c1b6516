"""What `make audit` measures of the built site: weight, looks, Lighthouse's and axe's verdicts."""
