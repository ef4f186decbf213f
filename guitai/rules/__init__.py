"""Dated, cited, three-valued judgement of a situation on a day.

Pure: knows no database, no person, no case. Not for: fetching facts (gateways).
"""
