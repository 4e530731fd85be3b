from typing import Any

from ml_search.encoders.fetch_model import fetch_model
from seo_meta.management.command import SeoCommand


class Command(SeoCommand):
    help = "Fetch the weights of the encoder from the model hub, where no installed package carries them."
    needs_database = False

    def run(self, **options: Any) -> None:
        model = fetch_model()
        self.stdout.write(f"{model.name} is in {model.path}.")
