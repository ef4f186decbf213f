"""Asks other agencies, only with a purpose and a basis, and records every question.

Not for: keeping what was answered (cases) or judging it (rules).
"""
