"""Paper: an edition, or what changed between two, as a tagged PDF/UA-1 that is made once and kept (docs/decisions/0016)."""
