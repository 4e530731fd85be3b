from django.db import models


class Embedding(models.Model):
    """The vector of a text by one encoder, whatever page or site has the text: nothing is encoded twice."""

    hash = models.BinaryField(max_length=16)
    """`Chunk.hash`."""
    encoder = models.CharField(max_length=32)
    """`Encoder.fingerprint`."""
    vector = models.BinaryField()
    """Unit length, 16-bit floats, little-endian."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("encoder", "hash"), name="one_embedding_a_text_and_encoder"),)

    def __str__(self) -> str:
        return f"{self.encoder} {bytes(self.hash).hex()}"
