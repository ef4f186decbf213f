"""Whose key opens what: master keys wrap agency keys, agency keys wrap subject keys, subject keys seal values.

For sealing and opening personal values, rotating keys while everything runs, and destroying a person's keys.
Not for whether somebody may read (policies of the packages) nor for recording that she did (guitai/audit).
"""
