"""What the five plans in seeds/ must say, fact by fact."""
