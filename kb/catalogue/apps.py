"""The room's entry in Django's register."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "kb.catalogue"
