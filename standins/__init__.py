"""Stand-ins for other agencies: separate processes that speak the real protocol."""
