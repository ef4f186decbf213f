"""Issues numbered, signed official letters as PDF/A and ODT.

Not for: sending them (notices) or deciding what they say (services).
"""
