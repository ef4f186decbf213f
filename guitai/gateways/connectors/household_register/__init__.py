"""The household register (戶政): relatives and household members of one person."""
