"""The formats of TABARI, PETRARCH and PETRARCH2 dictionaries: files that others wrote, read unchanged."""
