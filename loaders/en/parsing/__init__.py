"""The parse of a sentence over masked mentions, and the roles in it."""
