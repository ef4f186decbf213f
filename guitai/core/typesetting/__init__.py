"""Sets pages as PDF with Typst, in fonts that can show every name.

Not for: knowing what a letter or a notice says (documents, notices).
"""
