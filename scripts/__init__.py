"""What `make` runs: set-up, serving, checks. Standard library only, for it runs before anything is installed."""
