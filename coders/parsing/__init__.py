"""The parts of parse_sentences: the pipeline, the forms of words, reading Tokens, named entities."""
