"""Chinese texts: names on the characters, clauses on the commas, no parser."""
