"""Meanings and keys of codes get tables of their own; what is stored moves there in the next migration."""

import django.db.models.deletion
from django.db import migrations, models

ACTORS = [
    ("PERSON", "you"),
    ("RA", "your Registration Authority (smartcard team)"),
    ("IT", "your IT support"),
    ("VENDOR", "the company that supplies your card"),
    ("INVITER", "the person who invited you"),
    ("LOCAL_ADMIN", "your local administrator of NHS.net Connect"),
    ("OWNER", "the team that runs the application or site"),
    ("NSD", "the National Service Desk"),
]
CONFIDENCE = [
    ("FULL", "read on the maker’s own page"),
    ("PART", "read on part of a page, or on an old copy of it"),
    ("THIRD", "read on a page of somebody other than the maker"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0006_edition_of_versions"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="spelling", name="spelling_has_key"),
        migrations.RenameModel(old_name="Spelling", new_name="CodeKey"),
        migrations.AlterModelOptions(name="codekey", options={"ordering": ("position", "pk")}),
        migrations.AlterField(
            model_name="codekey",
            name="code",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="keys", to="catalogue.errorcode"
            ),
        ),
        migrations.AddConstraint(
            model_name="codekey",
            constraint=models.CheckConstraint(
                condition=models.Q(("normal", ""), _negated=True), name="code_key_has_key"
            ),
        ),
        migrations.CreateModel(
            name="Meaning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.SmallIntegerField()),
                ("key", models.SlugField(db_index=False, max_length=100)),
                ("words", models.CharField(max_length=300)),
                ("where", models.CharField(blank=True, max_length=300)),
                (
                    "acts",
                    models.CharField(blank=True, choices=ACTORS, help_text="Who acts first", max_length=20),
                ),
                ("source", models.CharField(blank=True, help_text="Kept, not shown", max_length=500)),
                ("confidence", models.CharField(blank=True, choices=CONFIDENCE, max_length=10)),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meanings",
                        to="catalogue.errorcode",
                    ),
                ),
            ],
            options={
                "ordering": ("position",),
                "constraints": [
                    models.UniqueConstraint(fields=("code", "position"), name="meaning_position_once"),
                    models.UniqueConstraint(fields=("code", "key"), name="meaning_key_once"),
                    models.CheckConstraint(condition=models.Q(("key", ""), _negated=True), name="meaning_has_key"),
                    models.CheckConstraint(condition=models.Q(("words", ""), _negated=True), name="meaning_has_words"),
                    models.CheckConstraint(
                        condition=models.Q(("position__range", (-5, 5)), models.Q(("position", 0), _negated=True)),
                        name="meaning_is_one_of_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("acts__in", ["", *(value for value, _ in ACTORS)])),
                        name="meaning_acts_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confidence__in", ["", *(value for value, _ in CONFIDENCE)])),
                        name="meaning_confidence_known",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="codekey",
            name="meaning",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="keys",
                to="catalogue.meaning",
            ),
        ),
        migrations.AddField(
            model_name="errorcode",
            name="family",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="catalogue.errorcode",
            ),
        ),
        migrations.AddConstraint(
            model_name="errorcode",
            constraint=models.CheckConstraint(
                condition=models.Q(("family", None), ("kind", "EXACT"), _connector="OR"),
                name="error_code_of_family_is_exact",
            ),
        ),
        migrations.AddIndex(
            model_name="errorcode",
            index=models.Index(fields=["kind"], name="error_code_by_kind"),
        ),
    ]
