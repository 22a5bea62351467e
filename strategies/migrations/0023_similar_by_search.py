from django.db import migrations


class Migration(migrations.Migration):
    """Similar titles are found by the index of search, so the index of title words has no use."""

    dependencies = [("strategies", '0022_search_sections')]

    operations = [migrations.RemoveIndex(model_name="entry", name="entry_title_words")]
