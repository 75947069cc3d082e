"""Tell me when it is fixed: one mail to an address that its owner confirmed; then the address is deleted."""
