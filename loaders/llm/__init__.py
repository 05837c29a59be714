"""The optional language model: asked, answered, grounded in the document, kept beside the rules."""
