"""“Did this fix it?”, and the page that says thank you with the way on."""
