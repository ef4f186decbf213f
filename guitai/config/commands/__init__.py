"""What `guitai <command>` does: one file for each; cli.py finds them by name."""
