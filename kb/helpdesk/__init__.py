"""The desk: a caller on the phone, a code, two seconds. No public page imports it, so nothing of it can leak there."""
