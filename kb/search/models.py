"""The index as ordinary rows. Each carries the generation it belongs to, so that a rebuild can stand beside it."""

from django.db import models
from django.db.models import F, Q

from kb.catalogue.models import Article, GlossaryEntry, Vendor
from kb.search.choices import LONGEST_PHRASE, LeadsTo


class SearchMeta(models.Model):
    """One row: which generation is searched, which is being built, and the average lengths each was written with.

    Its row is the lock that every writer of the index takes first.
    """

    generation = models.PositiveIntegerField(default=1)
    building = models.PositiveIntegerField(null=True, blank=True)
    averages = models.JSONField(help_text="Average number of words by field, of the generation that is searched")
    building_averages = models.JSONField(null=True, blank=True)
    building_seen_at = models.DateTimeField(null=True, blank=True, help_text="When something was last built")
    form = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="Of the rows that are searched: `FORM` of the release that built them"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="search_one_meta"),
            models.CheckConstraint(
                condition=Q(building__isnull=True, building_averages__isnull=True)
                | Q(building__isnull=False, building_averages__isnull=False),
                name="search_building_with_averages",
            ),
        ]

    def __str__(self) -> str:
        return f"generation {self.generation}"


class SearchTerm(models.Model):
    """A stem, and how many articles hold it."""

    generation = models.PositiveIntegerField()
    term = models.CharField(max_length=64)
    frequency = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["generation", "term"], name="search_term_once")]

    def __str__(self) -> str:
        return self.term


class SearchPosting(models.Model):
    """How strongly an article speaks of a term: BM25F as an integer. The term says which generation it is of."""

    pk = models.CompositePrimaryKey("term_id", "article_id")
    term = models.ForeignKey(SearchTerm, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    article = models.ForeignKey(Article, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    impact = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index("term_id", F("impact").desc(), "article_id", name="search_posting_best")]

    def __str__(self) -> str:
        return f"{self.term_id} in {self.article_id}: {self.impact}"


class SearchVector(models.Model):
    """What an article gave to the index, so that exactly this can be taken away again."""

    generation = models.PositiveIntegerField()
    article = models.ForeignKey(Article, on_delete=models.DO_NOTHING, db_constraint=False)
    digest = models.CharField(max_length=64, help_text="Of the text that was indexed")
    lengths = models.JSONField(help_text="Number of words by field")
    terms = models.JSONField(help_text="Ids of all terms")
    words = models.JSONField(help_text="Words as written, with counts")
    texts = models.JSONField(default=list, help_text="What a hit shows: whose steps, and the words without Markdown")
    places = models.BinaryField(default=b"", db_default=b"", help_text="Where each word of the texts stands")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["generation", "article"], name="search_vector_once")]

    def __str__(self) -> str:
        return f"vector of {self.article_id}"


class SearchOutline(models.Model):
    """What the last look at the best articles needs: a small row, because fifty of them are read for every search."""

    generation = models.PositiveIntegerField()
    article = models.ForeignKey(Article, on_delete=models.DO_NOTHING, db_constraint=False)
    title = models.JSONField(help_text="Ids of the terms of the title")
    lines = models.JSONField(default=list, help_text="Ids of the terms of each sentence of title and symptoms")
    pairs = models.BinaryField(help_text="crc32 of terms that stand together, four bytes each")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["generation", "article"], name="search_outline_once")]

    def __str__(self) -> str:
        return f"outline of {self.article_id}"


class SearchWord(models.Model):
    """A word as written, for suggestions and spelling, and how often it stands in all articles."""

    generation = models.PositiveIntegerField()
    word = models.CharField(max_length=64)
    term = models.ForeignKey(SearchTerm, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["generation", "word"], name="search_word_once")]

    def __str__(self) -> str:
        return self.word


class SearchDeletion(models.Model):
    """A word with one letter left out (or whole): two words that share a key are one slip apart."""

    generation = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    word = models.ForeignKey(SearchWord, on_delete=models.DO_NOTHING, db_constraint=False)

    class Meta:
        indexes = [models.Index(fields=["generation", "key"], name="search_deletion_key")]

    def __str__(self) -> str:
        return self.key


class SearchCode(models.Model):
    """A code in an article, by the keys that catalogue.codes defines. A family has a stem and a number of digits."""

    generation = models.PositiveIntegerField()
    article = models.ForeignKey(Article, on_delete=models.DO_NOTHING, db_constraint=False)
    normal = models.CharField(max_length=100)
    folded = models.CharField(max_length=100)
    bare = models.CharField(max_length=100, blank=True)
    stem = models.CharField(max_length=100, blank=True)
    digits = models.PositiveSmallIntegerField(default=0)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["generation", "normal"], name="search_code_normal"),
            models.Index(fields=["generation", "folded"], name="search_code_folded"),
            models.Index(fields=["generation", "bare"], name="search_code_bare"),
            models.Index(fields=["generation", "stem"], name="search_code_stem"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["generation", "article", "normal"], name="search_code_once"),
        ]

    def __str__(self) -> str:
        return self.normal


class Synonym(models.Model):
    """A phrase of a group whose phrases mean the same. One way: it leads to the others, they do not lead to it."""

    phrase = models.CharField(max_length=100)
    folded = models.CharField(max_length=100, help_text="The words that are compared")
    stems = models.CharField(
        max_length=100, default="", help_text="What is looked up: `analysis.phrase_key` of the phrase"
    )
    group = models.CharField(max_length=100)
    one_way = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    imported = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "folded"], name="synonym_once_a_group")]
        indexes = [models.Index(fields=["stems"], name="synonym_stems")]

    def __str__(self) -> str:
        return self.phrase


class ChosenAnswer(models.Model):
    """A phrase that editors have chosen the answer to, or a list of words that phrases name."""

    slug = models.SlugField(unique=True)
    phrase = models.CharField(max_length=LONGEST_PHRASE)
    leads_to = models.CharField(max_length=20, choices=LeadsTo)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    word = models.ForeignKey(GlossaryEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField(default=0)
    imported = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(leads_to__in=LeadsTo.values), name="answer_leads_to_known"),
            models.CheckConstraint(
                condition=Q(leads_to="article", article__isnull=False, vendor__isnull=True, word__isnull=True)
                | Q(leads_to="vendor", article__isnull=True, vendor__isnull=False, word__isnull=True)
                | Q(leads_to="word", article__isnull=True, vendor__isnull=True, word__isnull=False)
                | (
                    ~Q(leads_to__in=["article", "vendor", "word"])
                    & Q(article__isnull=True, vendor__isnull=True, word__isnull=True)
                ),
                name="answer_names_what_it_leads_to",
            ),
        ]

    def __str__(self) -> str:
        return self.slug
