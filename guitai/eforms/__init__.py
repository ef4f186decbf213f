"""Pages and questions as data: drafts, checks, answers.

Not for: judging answers (rules) or fetching them (gateways).
"""
