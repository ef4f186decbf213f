"""Every connection that leaves the product: to an address that was checked, for a limited time, with a limited answer.

Not for: what is said over it (gateways, notices, audit), or the database and the files' scanner on their own sockets.
"""
