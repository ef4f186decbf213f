"""People, agencies, posts, roles, sign-in, proof of identity.

Not for: who may act for whom (consents) or what a case needs (cases).
"""
