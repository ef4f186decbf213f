"""Stages, moves, tasks and clocks of everything that has a life.

Not for: what a case is about (cases).
"""
