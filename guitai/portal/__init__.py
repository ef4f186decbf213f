"""Pages of the citizen: home, services, trial calculation, my page, progress.

Not for: decisions; each page calls one action of another package.
"""
