"""From a document to the draft of a plan: bytes → Text → Plan. Nothing here knows the database."""
