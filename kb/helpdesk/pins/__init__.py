"""What an analyst keeps at hand."""
