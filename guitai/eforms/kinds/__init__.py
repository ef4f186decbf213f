"""The types of question: what each reads from a page, shows again, and says in words.

Not for: deciding whether a question is asked (conditions) or putting pages together (pages).
"""
