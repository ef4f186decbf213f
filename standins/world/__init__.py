"""A seeded, believable and wholly invented population of Changhua County, split into what each agency would know.

Not for: answering questions (the stand-ins do) or anything about real people.
"""
