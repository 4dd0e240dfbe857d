"""The sealed columns of an app: which of them hold something, and something to put into those that hold nothing."""

from django.apps import apps
from django.db.models import BinaryField

from linli.kernel.identity.personal import seal

WORDS = "忘忧草"


def sealed_columns(app=None):
    """Return each sealed column of the apps, or of one, as its model and its field."""
    models = apps.get_app_config(app).get_models() if app else apps.get_models()
    return [
        (one, field)
        for one in models
        if one.__module__.startswith("linli.apps.")
        for field in one._meta.get_fields()
        if isinstance(field, BinaryField)
    ]


def name_of(model, field):
    """Return a column's name."""
    return f"{model._meta.label}.{field.name}"


def fill(app):
    """Put words into each sealed column of the rows there are that holds nothing, as another way in would."""
    for model, field in sealed_columns(app):
        model.objects.filter(**{f"{field.name}__isnull": True}).update(**{field.name: seal(WORDS, "name")})
    return filled(app)


def filled(app):
    """Return the sealed columns of an app that hold anything in any row."""
    return {
        name_of(model, field)
        for model, field in sealed_columns(app)
        if any(bytes(one) for one in model.objects.values_list(field.name, flat=True) if one is not None)
    }
