"""What there is to do about the words that pages share."""
