"""Applications from opening to letter; read journey.py top to bottom.

Not for: the pages that bring several packages together (portal, desk).
"""
