"""The national-pension insurer (國保): whether somebody is insured there, and months unpaid."""
