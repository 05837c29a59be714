"""How well the extractor does on the development corpus: `make score`."""
