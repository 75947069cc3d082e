"""The contacts of the organisation that somebody belongs to: they keep these, and no others."""
