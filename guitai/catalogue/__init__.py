"""Reads, checks and versions services/; hands out one Service object.

Not for: running a case (cases).
"""
