import json
from datetime import date

import pytest

from coders.codebook.actor_table import ActorTable
from coders.codebook.actors import DictionaryError, load_agents, load_countries, role_on
from coders.codebook.load import load_codebook

LEADER = (
    '{"id": "person:a", "kind": "person", "name": "Ann Example", "aliases": ["Example"], "roles": ['
    '{"country": "FRA", "roles": ["GOV"], "from": "2012-05-15", "to": "2017-05-14"},'
    '{"country": "FRA", "roles": ["OPP"], "from": "2008-11-26", "to": "2012-05-14"}]}'
)
GROUP = '{"id": "group:a", "kind": "armed_group", "name": "A", "roles": [{"country": "FRA", "roles": ["REB"], "to": "2000-01-01"}]}'  # noqa: E501  # one entry is one line


def read_actors(text):
    return ActorTable.read([("actors", text)])


@pytest.mark.parametrize(
    ("day", "roles", "valid_from", "valid_to"),
    [
        (date(2008, 11, 25), ("ELI",), None, date(2008, 11, 25)),
        (date(2008, 11, 26), ("OPP",), date(2008, 11, 26), date(2012, 5, 14)),
        (date(2012, 5, 14), ("OPP",), date(2008, 11, 26), date(2012, 5, 14)),
        (date(2012, 5, 15), ("GOV",), date(2012, 5, 15), date(2017, 5, 14)),
        (date(2017, 5, 15), ("ELI",), date(2017, 5, 15), None),
    ],
)
def test_a_person_is_what_the_office_of_the_day_makes_of_him(day, roles, valid_from, valid_to):
    role = role_on(read_actors(LEADER)["person:a"], day)

    assert role is not None
    assert (role.country, role.roles) == ("FRA", roles)
    assert (role.valid_from, role.valid_to) == (valid_from, valid_to)


def test_a_group_is_nothing_outside_its_dates():
    group = read_actors(GROUP)["group:a"]

    assert role_on(group, date(2000, 1, 1)) is not None
    assert role_on(group, date(2000, 1, 2)) is None


def test_agents_have_the_roles_of_their_section():
    agents = load_agents(
        "# nouns\n[MIL]\nsoldier\narmy*\n[GOV?]\nofficial  # or of a union\n[GOV BUS]\nx y\n[-]\nmember"
    )

    assert agents["soldier"].roles == ("MIL",)
    assert (agents["army"].collective, agents["soldier"].collective) == (True, False)
    assert (agents["official"].default, agents["soldier"].default) == (True, False)
    assert agents["x y"].roles == ("GOV", "BUS")
    assert agents["member"].roles == ()


@pytest.mark.parametrize(
    ("first", "last", "valid_from", "valid_to"),
    [
        ("2000-02-03", "2001-02-03", date(2000, 2, 3), date(2001, 2, 3)),
        ("2000-02", "2004-02", date(2000, 2, 1), date(2004, 2, 29)),
        ("2000", "2000", date(2000, 1, 1), date(2000, 12, 31)),
    ],
)
def test_a_month_or_a_year_is_the_whole_of_it(first, last, valid_from, valid_to):
    entry = {
        "id": "a",
        "kind": "person",
        "name": "A",
        "roles": [{"country": "FRA", "from": first, "to": last}],
    }
    [role] = read_actors(json.dumps(entry))["a"].roles
    assert (role.valid_from, role.valid_to) == (valid_from, valid_to)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "actors:1: no JSON"),
        ("[]", "actors:1: holds list"),
        ('{"id": "a", "kind": "person", "name": "A"}', "actors:1: roles missing"),
        (GROUP.replace("armed_group", "band"), "kind is 'band'"),
        (GROUP.replace("REB", "REX"), "unknown role REX"),
        (GROUP.replace('"to"', '"until"'), "unknown key until"),
        (GROUP.replace("2000-01-01", "2000-13"), "the date is '2000-13'; it should be like 2021-08-15"),
        (GROUP.replace("2000-01-01", "May 2000"), "the date is 'May 2000'; it should be like 2021-08-15"),
        (GROUP.replace('"to"', '"from": "2001-01-01", "to"'), "ends on 2000-01-01, before it begins"),
        (GROUP.replace('"country": "FRA"', '"type": "FRA"'), "type is 'FRA'"),
        (f"{GROUP}\n{GROUP}", "actors:2: the id 'group:a' is taken by actors:1"),
    ],
)
def test_a_wrong_actor_is_named_by_its_line(line, message):
    with pytest.raises(DictionaryError, match=message.replace("[", r"\[")):
        list(read_actors(line).values())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("soldier", "agents.txt:1: 'soldier' stands above the first heading"),
        ("[MIL]\nsoldier\n[COP]\nsoldier", "agents.txt:4: 'soldier' is there twice"),
        ("[MLI]", "agents.txt:1: unknown role MLI"),
        ("[mil]", "agents.txt:1: the heading is"),
    ],
)
def test_a_wrong_agent_is_named_by_its_line(text, message):
    with pytest.raises(DictionaryError, match=message):
        load_agents(text)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (['{"code": "FR", "name": "France"}'], "code is 'FR'"),
        (['{"code": "FRA"}'], "name missing"),
        (['{"code": "FRA", "name": "France"}'] * 2, "countries.jsonl:2: FRA is there twice"),
    ],
)
def test_a_wrong_country_is_named_by_its_line(lines, message):
    with pytest.raises(DictionaryError, match=message):
        load_countries(lines)


@pytest.fixture(scope="module")
def codebook():
    return load_codebook()


def test_the_dictionaries_hold_what_they_should(codebook):
    kinds = [actor.kind for actor in codebook.actors.values()]

    assert len(codebook.countries) >= 230
    assert len(codebook.agents) >= 1000
    assert kinds.count("person") >= 450
    assert kinds.count("armed_group") >= 150
    assert kinds.count("international_organization") >= 110


def test_every_country_of_a_role_is_a_country(codebook):
    known = set(codebook.countries)
    unknown = {
        (actor.entry_id, role.country)
        for actor in codebook.actors.values()
        for role in actor.roles
        if role.country is not None and role.country not in known
    }

    assert unknown == set()


def test_no_person_holds_two_offices_of_different_roles_on_one_day_by_mistake(codebook):
    """Roles stand latest first, and the first that holds counts: an earlier one may not reach far into it."""
    wrong = [
        (actor.entry_id, later.valid_from)
        for actor in codebook.actors.values()
        if actor.kind == "person"
        for later, earlier in zip(actor.roles, actor.roles[1:], strict=False)
        if later.valid_from is None
        or earlier.valid_to is None
        or (earlier.valid_to - later.valid_from).days > 1
    ]

    assert wrong == []


def test_every_united_nations_member_of_the_last_enlargements_is_there(codebook):
    names = {country.name for country in codebook.countries.values()}

    assert {"Montenegro", "South Sudan", "Switzerland", "East Timor", "Tuvalu", "Nauru", "Palau"} <= names
    assert {"Taiwan", "Kosovo", "Palestine", "Western Sahara", "Holy See"} <= names
