"""What the templates say, decided beforehand: frozen dataclasses that hold words, never rows to be queried."""
