"""News: what new editions, withdrawals and replacements say to those who follow, and the mail that tells them."""
