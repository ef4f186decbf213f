"""The welfare system (社政): status, disability, and what the ministry matches from school, prison and army."""
