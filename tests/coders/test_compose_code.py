import pytest

from coders.codebook.compose_code import CodeParts, add_roles, compose_code


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (CodeParts(), ""),
        (CodeParts("IRQ"), "IRQ"),
        (CodeParts("IRQ", roles=("MIL",)), "IRQMIL"),
        (CodeParts("PSE", roles=("REB",), organization="HMS"), "PSEREBHMS"),
        (CodeParts("KEN", roles=("LEG", "OPP")), "KENOPPLEG"),
        (CodeParts("TUR", roles=("RAD", "MED"), ethnicity="KUR"), "TURKURMEDRAD"),
        (CodeParts("IRQ", roles=("UAF",), ethnicity="ARA", religion="SUN"), "IRQUAFARASUN"),
        (CodeParts(international_type="NGO", roles=("HRI",), organization="AMN"), "NGOHRIAMN"),
        (CodeParts(literal="IGOUNO", roles=("MIL",)), "IGOUNOMIL"),
        (CodeParts(literal="IMGSAUMIL", roles=("MIL",)), "IMGSAUMIL"),
        (CodeParts(roles=("COP",)), "COP"),
    ],
)
def test_the_parts_have_their_order(parts, code):
    assert compose_code(parts) == code


@pytest.mark.parametrize(
    ("own", "more", "roles"),
    [
        (("GOV",), ("MIL",), ("MIL",)),  # government forces
        (("MIL",), ("GOV",), ("MIL",)),
        (("REB",), ("MIL",), ("REB",)),  # a rebel army
        (("REB",), ("UAF",), ("REB",)),
        (("OPP",), ("LEG",), ("OPP", "LEG")),
        (("PTY",), ("LEG",), ("LEG",)),
        (("PTY",), (), ("PTY",)),
        (("MIL",), ("MIL",), ("MIL",)),
        ((), (), ()),
    ],
)
def test_of_each_kind_of_role_the_one_that_says_most_stays(own, more, roles):
    assert add_roles(CodeParts("IRQ", roles=own), more).roles == roles


@pytest.mark.parametrize(
    ("parts", "group"),
    [
        (CodeParts("PSE", roles=("REB",), organization="HMS"), "HMS"),
        (CodeParts(international_type="IGO", organization="UNO", literal="IGOUNO"), "UNO"),
        (CodeParts(international_type="NGO", roles=("HRI",)), "NGO"),
        (CodeParts("IRQ", ethnicity="KUR"), "KUR"),
        (CodeParts("IRQ", roles=("MIL",)), None),
    ],
)
def test_the_group_is_the_most_particular_one(parts, group):
    assert parts.group == group
