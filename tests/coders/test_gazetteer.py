import json

import pytest

from coders.gazetteer.build import write_index
from coders.gazetteer.fold_name import fold_name, fold_names
from coders.gazetteer.index import MAGIC, Gazetteer, GazetteerError
from coders.gazetteer.places import PlaceError, read_places
from tests.coders.real_gazetteer import real_gazetteer


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Al Qā’im", "al qaim"),
        ("al-Qa'im", "al qaim"),
        ("AL QAIM", "al qaim"),
        ("Łódź", "lodz"),
        ("Şırnak", "sirnak"),
        ("Straße", "strasse"),
        ("St. Petersburg", "st petersburg"),
        ("Washington, D.C.", "washington dc"),
        ("U.S.", "us"),
        ("Москва", ""),
    ],
)
def test_fold_name(name, folded):
    assert fold_name(name) == folded
    assert fold_names([name, name]) == {folded} - {""}


@pytest.mark.parametrize(
    ("name", "country", "admin1", "latitude", "longitude"),
    [
        ("Mosul", "IRQ", "Nineveh", 36.3, 43.1),
        ("Raqqa", "SYR", "Raqqa", 36.0, 39.0),
        ("al-Qaim", "IRQ", "Anbar", 34.4, 41.0),
        ("Albu Kamal", "SYR", "Deir al-Zor", 34.5, 40.9),
        ("Deir al-Zor", "SYR", "Deir al-Zor", 35.3, 40.1),
        ("al-Mayadin", "SYR", "Deir al-Zor", 35.0, 40.5),
        ("Houston", "USA", "Texas", 29.8, -95.4),
        ("Mekelle", "ETH", "Tigray", 13.5, 39.5),
        ("Kyiv", "UKR", None, 50.4, 30.5),
    ],
)
def test_the_most_populous_of_a_name(name, country, admin1, latitude, longitude):
    best = real_gazetteer().lookup(name)[0]
    assert (best.country, best.admin1, best.kind) == (country, admin1, "city")
    assert best.latitude == pytest.approx(latitude, abs=0.1)
    assert best.longitude == pytest.approx(longitude, abs=0.1)
    assert best.geonames_id > 0
    assert best.population > 0


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Rakhine", "region", "MMR"),
        ("Tigray", "region", "ETH"),
        ("Darfur", "region", "SDN"),
        ("Donbas", "area", "UKR"),
        ("Gaza Strip", "disputed_area", "PSE"),
        ("Golan Heights", "disputed_area", "SYR"),
        ("Kashmir", "disputed_area", None),
        ("Strait of Hormuz", "water", None),
        ("Euphrates River", "water", None),
        ("Burma", "country", "MMR"),
        ("U.S.", "country", "USA"),
    ],
)
def test_our_own_places(name, kind, country):
    assert (kind, country) in [(each.kind, each.country) for each in real_gazetteer().lookup(name)]


def test_namesakes_and_strangers():
    countries = {each.country for each in real_gazetteer().lookup("Rawa")}
    assert {"IRQ", "POL"} <= countries
    assert real_gazetteer().lookup("Nowhere-at-all") == ()
    assert real_gazetteer().lookup("") == ()
    assert real_gazetteer().lookup("Москва") == ()
    assert [each.name.isascii() for each in real_gazetteer().lookup("Aracinovo")] == [True]


def test_every_country_that_is_filed_is_found_by_its_code():
    assert real_gazetteer().country("IRQ").name == "Iraq"
    assert real_gazetteer().country("QQQ") is None


def test_our_own_places_lie_near_what_they_are_known_by():
    """A region lies within some hundred kilometres of its seat: a slip of a sign or a digit does not."""
    from coders.gazetteer.build import _our_places

    with _our_places().open(encoding="utf-8") as lines:
        regions = [place for place in read_places(lines) if place.seat]
    assert len(regions) > 150
    for region in regions:
        seats = [each for each in real_gazetteer().lookup(region.seat) if each.country == region.country]
        assert seats, f"{region.name}: no city {region.seat} in {region.country}"
        assert any(
            abs(seat.latitude - region.latitude) < 8 and abs(seat.longitude - region.longitude) < 12
            for seat in seats
        ), region.name


def test_an_index_of_nothing():
    empty = Gazetteer(write_index([], {}, {}))
    assert len(empty) == 0
    assert empty.lookup("Mosul") == ()


@pytest.mark.parametrize("data", [b"", b"other", MAGIC, write_index([], {}, {})[:-1]])
def test_bytes_that_are_no_index(data, tmp_path):
    with pytest.raises(GazetteerError, match="build"):
        Gazetteer(data)
    path = tmp_path / "gazetteer.bin"
    path.write_bytes(data)
    with pytest.raises(GazetteerError, match=r"gazetteer\.bin"):
        Gazetteer.open(path)


ROW = {"name": "X", "kind": "water", "country": None, "latitude": 1, "longitude": 2, "aliases": []}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"places.jsonl:2: Expecting"),
        (json.dumps(ROW | {"kind": "lake"}), r"places.jsonl:2: kind is 'lake'"),
        (json.dumps(ROW | {"country": "Iraq"}), r"country is 'Iraq'"),
        (json.dumps(ROW | {"latitude": 91}), r"no point on earth"),
        (json.dumps({"name": "X"}), r"missing: \['aliases'"),
        (json.dumps(ROW | {"colour": "red"}), r"unknown: \['colour'\]"),
    ],
)
def test_a_bad_place_is_named_by_file_and_line(line, message):
    with pytest.raises(PlaceError, match=message):
        list(read_places([json.dumps(ROW), line]))
