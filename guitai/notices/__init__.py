"""Tells people: mail, print queue; one row for each attempt.

Not for: deciding when to tell (cases).
"""
