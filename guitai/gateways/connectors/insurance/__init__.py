"""The labour insurer (勞保): whether somebody is insured by an employer, at what monthly pay."""
