"""Did this fix it? One vote per visitor and version, without an account."""
