"""Stores attachments encrypted, checks pictures, sweeps orphans.

Not for: letters (documents) or deciding whether an attachment suffices (eforms).
"""
