"""Statistics that keep themselves: what happened to cases, counted as it happens, by day, service and office.

Not for: single cases or persons; no table here can say who somebody is.
"""
