"""The tax office (財稅): income of the latest settled year, and property."""
