"""What a person may ask about her own data: a copy, a correction, a stop, erasure; and what law keeps for how long.

For the pages under /my/data/, the office's answers, and forgetting what no law keeps any more.
Not for who looked at the data (portal), nor for how values are sealed (guitai/core/keys).
"""
