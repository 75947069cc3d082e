"""One step off the public page at once, by whoever hears that it does harm."""
