"""The whole record out: one revision of it, in every format that there is (docs/exports.md)."""
