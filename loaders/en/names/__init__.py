"""Where names, plants and places stand in a text, and what kind of thing each is."""
