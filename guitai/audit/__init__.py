"""Append-only record of who did and saw what, chained so that any change is found.

Knows actors and objects only as opaque references. Not for: showing a case its own history (work).
"""
