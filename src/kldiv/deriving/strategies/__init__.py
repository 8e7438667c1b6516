"""Ways to take an expectation, tried in order; each fills a chain with steps or declines."""
