"""Answers of ownership as pictures and files: SVG, GraphML, DOT, BODS, CSV. Each is made from a `Picture`."""
