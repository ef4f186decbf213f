"""The pages of docs/reference/ that are written from code and data, so that they cannot lie; `guitai docs` writes them.

Not for: pages about how things are written (forms, rules, letters), which people write.
"""
