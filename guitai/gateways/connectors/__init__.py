"""How each agency's record becomes facts: one folder a system, a schema beside its mapping.

Not for: sending or believing (client, signing).
"""
