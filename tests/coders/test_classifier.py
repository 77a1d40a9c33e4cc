"""Which classifier a profile has, and what is said where it is not there."""

from types import MappingProxyType

import pytest

from coders.classifier import classifier
from coders.classifier.classifier import ClassifierMissingError, load_classifier


def test_the_fast_profile_has_none_the_rules_decide_alone():
    assert load_classifier("fast") is None


def test_files_that_are_missing_are_named_with_what_makes_them(monkeypatch):
    load_classifier.cache_clear()
    monkeypatch.setattr(classifier, "FILES", MappingProxyType({"accurate": ("nowhere.npz",)}))
    with pytest.raises(ClassifierMissingError, match=r"accurate needs nowhere\.npz.*training\.train"):
        load_classifier("accurate")
    load_classifier.cache_clear()
