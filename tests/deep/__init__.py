"""What takes too long for every change: run by make check-deep."""
