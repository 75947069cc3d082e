"""The room's entry in Django's register."""

from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "kb.transfer"
