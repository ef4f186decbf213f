"""What breaks outside of us, and what must hold nevertheless."""
