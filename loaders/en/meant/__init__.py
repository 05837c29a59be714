"""Who and what is meant: pronouns, "the company", plants without a name, the firm or plant a text is about."""
