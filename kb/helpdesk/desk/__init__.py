"""What an analyst sees while a caller is on the phone."""
