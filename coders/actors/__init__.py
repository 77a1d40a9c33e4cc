"""The parts of resolve_actors: codes, noun phrases, persons, antecedents."""
