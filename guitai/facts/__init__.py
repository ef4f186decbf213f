"""The vocabulary: name, type, unit and meaning of every fact.

Not for: values of facts; those live in a case or come through gateways.
"""
