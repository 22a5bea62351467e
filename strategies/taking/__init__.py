"""What others take away: files of plans and lists, everything at one address, the catalogue of data sets, and the way for search engines."""
