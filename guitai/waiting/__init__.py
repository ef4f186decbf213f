"""The waiting room: at an opening minute everybody gets a place, keeps it, and comes in when it is her turn.

A process of its own that knows no database and no person. Not for: appointments (bookings), limits against abuse.
"""
