"""What Start asks whoever has no code, and where each answer leads."""
