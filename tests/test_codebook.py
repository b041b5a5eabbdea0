"""The codebook: what it may say, what its file looks like, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from libmkt.codebook import Category, Codebook, Condition, Field, beside, load, save
from libmkt.errors import DataError, MissingError, ParameterError

AGREE = tuple(
    Category(n, {"en": text, "ru": ru})
    for n, (text, ru) in enumerate([("Disagree", "Не согласен"), ("Agree", "Согласен")], 1)
)
NO_ANSWER = (Category(9, {"en": "Refused"}, "A9"), Category(-1))


def book() -> Codebook:
    uses = Field(
        "uses", "multiple", wording={"en": "What do you come for?", "kaa": "Ne ushın kelesiz?"},
        categories=(Category("loans", {"en": "Books"}, "uses/loans"), Category("wifi")),
        missing=(Category("dk", {"en": "Do not know"}),), required=True,
    )  # fmt: skip
    fields = (
        Field("member", label={"en": "Member"}, categories=(Category("y"), Category("n"))),
        uses,
        Field("I1", "ordinal", "integer", {"en": "Quiet"}, {"en": "How important is quiet?"},
              {"2024": {"en": "How important is silence?"}}, AGREE, NO_ANSWER, role="importance",
              battery="ipa", item="1", column="Q5[SQ001]",
              relevant=(Condition("member", ("y",)), Condition("uses", ("wifi",), negated=True))),
        Field("P1", "ordinal", "integer", categories=AGREE, role="performance", item="1",
              reverse=True),
        Field("age", "interval", "integer", minimum=6, maximum=120,
              relevant=(Condition("I1", low=1, high=2),)),
        Field("else", "text", other_of="uses", role="other"),
        Field("when", "date", "date"),
        Field("w", "interval", "number", role="weight", minimum=0.5),
    )  # fmt: skip
    return Codebook(
        fields, "needs-2026", {"en": "Needs", "ru": "Потребности"}, "2026", ("en", "ru"), "kobo"
    )


def written(tmp_path: Path, **changes: object) -> Path:
    path = save(book(), tmp_path / "n.codebook.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(data | changes), encoding="utf-8")
    return path


def test_a_saved_codebook_is_read_back_the_same(tmp_path: Path) -> None:
    first = save(book(), beside(tmp_path / "needs.csv"))
    assert load(first) == book()
    again = save(load(first), tmp_path / "again.codebook.json")
    assert again.read_bytes() == first.read_bytes()


def test_the_file_is_a_table_schema_of_the_table(tmp_path: Path) -> None:
    data = json.loads(save(book(), tmp_path / "n.codebook.json").read_text(encoding="utf-8"))
    assert tuple(one["name"] for one in data["fields"]) == book().columns
    kinds = {one["name"]: one["type"] for one in data["fields"]}
    assert kinds["uses/loans"] == "boolean" and kinds["I1"] == "integer"
    item = next(one for one in data["fields"] if one["name"] == "I1")
    assert item["categories"][1] == {
        "value": 2, "label": "Agree", "libmkt:label": {"en": "Agree", "ru": "Согласен"}
    }  # fmt: skip
    assert item["categoriesOrdered"] is True
    assert [m if isinstance(m, str) else m["value"] for m in item["missingValues"]] == [
        "",
        "9",
        "-1",
    ]
    beyond = {key for one in data["fields"] for key in one} - {
        *("name", "type", "title", "categories", "categoriesOrdered", "missingValues"),
        "constraints",
    }
    assert all(key.startswith("libmkt:") for key in beyond)


def test_a_plain_table_schema_of_others_is_read(tmp_path: Path) -> None:
    path = tmp_path / "other.codebook.json"
    schema = {
        "missingValues": ["", "-99"],
        "fields": [
            {"name": "sex", "type": "string", "constraints": {"enum": ["f", "m"]}},
            {"name": "visits", "type": "integer", "description": "a year"},
            {"name": "grade", "type": "integer", "categories": [1, 2], "categoriesOrdered": True},
        ],
    }
    path.write_text(json.dumps(schema), encoding="utf-8")
    found = load(path)
    assert [one.scale for one in found.fields] == ["nominal", "interval", "ordinal"]
    assert found["visits"].missing == (Category(-99),)


def test_every_mistake_is_told_with_its_place(tmp_path: Path) -> None:
    fields = [
        {"name": "a", "type": "integer", "libmkt:roel": "nps"},
        {"name": "", "type": "integer", "constraints": {"minimum": "six"}},
        {"name": "b/x", "type": "boolean", "libmkt:set": "b", "libmkt:option": "x"},
        {"name": "c", "categories": [{"value": None}]},
    ]
    with pytest.raises(DataError) as told:
        load(written(tmp_path, fields=fields))
    places = {str(one.where) for one in told.value.problems}
    assert {"fields[0].libmkt:roel", "fields[1].name", "fields[1].constraints.minimum"} <= places
    assert {"fields[2].libmkt:set", "fields[3].categories[0]", "libmkt:sets[0]"} <= places
    assert "libmkt:role" in str(told.value)


CONTRADICTIONS = [
    (Field("x", "ordinal", "integer"), "fields[0].categories", "needs its answers"),
    (Field("x", role="npx"), "fields[0].libmkt:role", "npx is not known"),
    (Field("seconds"), "fields[0].name", "uses itself"),
    (Field("x", categories=(Category("1"), Category("1"))), "fields[0].categories[0]", "twice"),
    (Field("x", type="integer", categories=(Category("a"),)), "fields[0].categories[0]", "type"),
    (Field("x", relevant=(Condition("y", ("1",)),)), "fields[0].libmkt:relevant[0]", "no field y"),
    (Field("x", relevant=(Condition("x", ("1",)),)), "fields[0].libmkt:relevant[0]", "its own"),
    (Field("x", other_of="q"), "fields[0].libmkt:otherOf", "no field q"),
    (Field("x", wording={"karakalpak": "?"}), "fields[0].libmkt:wording", "no language"),
]


@pytest.mark.parametrize("field, place, what", CONTRADICTIONS)
def test_a_codebook_that_contradicts_itself_is_refused(
    tmp_path: Path, field: Field, place: str, what: str
) -> None:
    path = save(Codebook((field,)), tmp_path / "x.codebook.json")
    with pytest.raises(DataError) as told:
        load(path)
    assert str(told.value.problems[0].where) == place
    assert what in str(told.value)


@pytest.mark.parametrize(
    "content, told",
    [
        (b'{"fields": [}', "line 1"),
        (b'{"fields": [], "fields": []}', "twice"),
        (b'{"title": "\xcf\xf0"}', "UTF-8"),
        (b"[1]", "names with values"),
        (b"[" * 100_000, "nested|not JSON"),
        (b"{}", "expected a list"),
    ],
)
def test_a_file_that_is_no_codebook_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "bad.codebook.json"
    path.write_bytes(content)
    with pytest.raises(DataError, match=told):
        load(path)


def test_a_missing_codebook_and_an_unknown_field_are_told(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        load(tmp_path / "none.codebook.json")
    with pytest.raises(ParameterError, match="did you mean member"):
        book()["membr"]
