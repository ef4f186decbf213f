"""Filters for the templates of every package."""
