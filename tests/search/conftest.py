"""What the tests of the room share: no deadline a busy machine could miss."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
