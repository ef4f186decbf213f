"""Clock, working days, identifiers, Han characters, encryption, page kit.

Not for: anything that knows what a person, a case or a benefit is.
"""
