"""Who may act and look for whom, in what, until when.

Not for: the look-up itself (gateways).
"""
