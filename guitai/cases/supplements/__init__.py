"""Requests for corrections (補件): everything at once, a term that stands still, answered once, told at every turn."""
