"""The pages, fragments and files that are made rather than written."""
