"""The banks' joint check: whether an account belongs to the person."""
