"""Pages of officials: work list, case page, print queue, audit.

Not for: decisions; each page calls one action of another package.
"""
