"""What readers tell those who write: which pages do not fix it, why, and which codes nobody has written down."""
