"""Relations that are read off verbs, nouns, lists and lines where no frame or pattern tells them."""
