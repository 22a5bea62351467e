"""A Plan as files that others can use, and back again: every format speaks Plan and none touches rows."""
