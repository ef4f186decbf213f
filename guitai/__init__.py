"""櫃台: one counter for every agency."""
