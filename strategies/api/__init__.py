"""The read API: what is public, as JSON under /api/v1/, without login."""
