"""Numbers that readers call wrong: told without an account, and settled by those who keep contacts."""
