"""Words and sentences of any language, as far as they can be told without a model or a dictionary."""
