"""Pages of the applicant: applying (apply) and following the case (own)."""
