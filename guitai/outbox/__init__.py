"""Events and outgoing work, written in the transaction that causes them.

Subscribers are wired in config. Not for: sending itself (notices, gateways).
"""
