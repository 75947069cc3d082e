"""The knowledge base: one folder a room, imports go downstairs only (see docs/developers.md)."""
