"""The welfare system, asked before any consent: may this person apply, and nothing else."""
