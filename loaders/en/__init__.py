"""English: names, plants and pronouns, the parse and the roles in it, and whose a figure is."""
