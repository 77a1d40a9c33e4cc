from __future__ import annotations

from pathlib import Path

import pytest

from decameron.settings import Settings, SettingsError, default_data_dir


def test_nothing_set_gives_the_defaults():
    assert Settings.from_env({}) == Settings()


def test_every_field_has_its_variable():
    environ = {
        "DECAMERON_DATABASE_URL": "postgresql://h/d",
        "DECAMERON_WORKERS": "7",
        "DECAMERON_LEASE_SECONDS": "2.5",
        "DECAMERON_REQUIRE_KEYS": "yes",
        "SOMETHING_ELSE": "1",
    }
    expected = Settings(database_url="postgresql://h/d", workers=7, lease_seconds=2.5, require_keys=True)
    assert Settings.from_env(environ) == expected


def test_an_empty_variable_counts_as_not_set():
    assert Settings.from_env({"DECAMERON_WORKERS": ""}) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DECAMERON_WORKERS", "two", "DECAMERON_WORKERS is 'two'; it should be a number"),
        ("DECAMERON_WORKERS", "2.5", "DECAMERON_WORKERS is '2.5'; it should be a number"),
        ("DECAMERON_WORKERS", "0", "DECAMERON_WORKERS is '0'; it should be above zero"),
        ("DECAMERON_LEASE_SECONDS", "-1", "DECAMERON_LEASE_SECONDS is '-1'; it should be above zero"),
        ("DECAMERON_REQUIRE_KEYS", "perhaps", "it should be one of 1, true, yes, 0, false, no"),
    ],
)
def test_a_value_of_another_kind_is_refused(name, value, said):
    with pytest.raises(SettingsError, match=said):
        Settings.from_env({name: value})


@pytest.mark.parametrize("key", ["a" * 31, "a" * 31 + " ", "a b" * 20, "ä" * 40, "a" * 40 + "\n"])
def test_a_bootstrap_key_that_is_short_or_fits_no_header_is_refused_and_not_shown(key):
    with pytest.raises(SettingsError, match="it should be 32 or more") as raised:
        Settings.from_env({"DECAMERON_BOOTSTRAP_KEY": key})
    assert key not in str(raised.value)


@pytest.mark.parametrize("limit", ["6000", "0/60", "60/0", "-1/60", "6000/60s", "none", "1.5/2", "6000/60\n"])
def test_a_limit_that_is_none_is_refused(limit):
    with pytest.raises(SettingsError, match=r"DECAMERON_RATE_LIMIT is .* such as 6000/60, or off"):
        Settings.from_env({"DECAMERON_RATE_LIMIT": limit})


@pytest.mark.parametrize(
    "origin", ["*", "null", "app.example.org", "https://a.example/", "https://a b.example"]
)
def test_what_is_no_origin_is_refused(origin):
    with pytest.raises(SettingsError, match=r"should be origins such as https://app\.example\.org"):
        Settings.from_env({"DECAMERON_CORS_ORIGINS": f"https://good.example:8443, {origin}"})


def test_a_bootstrap_key_does_not_show_by_accident():
    key = "Ab-._~+/" * 4 + "=="
    settings = Settings.from_env({"DECAMERON_BOOTSTRAP_KEY": key})
    assert settings.bootstrap_key == key
    assert key not in repr(settings)


def test_roots_data_is_not_under_a_home():
    assert default_data_dir({}, is_root=True) == Path("/var/lib/decameron")


def test_a_users_data_is_under_their_home():
    assert default_data_dir({}, is_root=False) == Path.home() / ".local/share/decameron"
    assert default_data_dir({"XDG_DATA_HOME": "/d"}, is_root=False) == Path("/d/decameron")


@pytest.mark.parametrize("is_root", [True, False])
def test_the_variable_counts_most(is_root):
    assert default_data_dir({"DECAMERON_DATA_DIR": "/x"}, is_root=is_root) == Path("/x")
