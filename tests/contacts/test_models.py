"""The database refuses bad contacts by itself."""

import pytest
from django.db import IntegrityError, transaction

from kb.contacts.models import LocalContact

GOOD = {"kind": "IT", "organisation": "Harbour Hospital", "organisation_folded": "harbour hospital", "phone": "01632"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"kind": "HR"}, "contact_kind_known"),
        ({"organisation_folded": ""}, "contact_has_organisation"),
        ({"phone": ""}, "contact_can_be_reached"),
    ],
)
def test_bad_contact_is_refused_by_its_constraint(changes, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        LocalContact.objects.create(**GOOD | changes)


@pytest.mark.django_db
def test_organisation_has_one_contact_of_each_kind():
    LocalContact.objects.create(**GOOD)
    LocalContact.objects.create(**GOOD | {"kind": "RA"})

    # SQLite names the columns, PostgreSQL the constraint.
    with pytest.raises(IntegrityError, match=r"contact_one_of_each_kind|organisation_folded"), transaction.atomic():
        LocalContact.objects.create(**GOOD)


def test_contact_is_named_by_its_kind_and_organisation():
    assert str(LocalContact(**GOOD)) == "IT service desk, Harbour Hospital"
