"""Files that come in through the browser: unpacked, checked, decided on, and brought in."""
