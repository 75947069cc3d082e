"""The room of what is sent out, as Django knows it."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "kb.outbox"
