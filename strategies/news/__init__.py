"""News: what a new edition says to those who follow it, and the mail that tells them."""
