"""Addresses for other systems that we have registered: the national data tracker asks who used a person's data.

Every question is signed by the system that asks. Not for pages of people (portal, desk).
"""
