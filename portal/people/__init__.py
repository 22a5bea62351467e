"""People: who may what, members, invitations, and one's own account."""
