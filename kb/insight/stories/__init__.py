"""What readers tell of a code that nobody has written down: three answers, for editors, who make a draft of them."""
