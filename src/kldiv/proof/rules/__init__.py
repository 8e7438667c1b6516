"""The rules that steps are made by."""
