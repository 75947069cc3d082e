"""The product, killed: processes that die by `kill -9` where a test says. Nothing of the site imports this."""
