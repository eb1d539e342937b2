"""Checks the people of a row: the head, the three lists of members, and that they agree with one another."""

import re
from dataclasses import dataclass, replace
from datetime import date

from doudi.payments.ledger import identity
from doudi.payments.ledger.cells import Value, is_number, listed, person_name, plain
from doudi.payments.ledger.codes import Code
from doudi.payments.ledger.columns import Column
from doudi.payments.ledger.reading import Line
from doudi.payments.ledger.rows import Findings, Member

WORDS = {
    "head": "户主 本人",
    "spouse": "配偶 妻 妻子 夫 丈夫 夫妻",
    "child": "子 女 子女 子/女 儿子 女儿 长子 次子 三子 四子 长女 次女 三女 四女 独生子 独生女 养子 养女 继子 继女",
    "child_in_law": "儿媳 媳 媳妇 女婿 婿 儿媳/女婿",
    "parent": "父 母 父亲 母亲 父母 父亲/母亲 养父 养母 继父 继母",
    "parent_in_law": "公公 婆婆 公婆 岳父 岳母 岳父母 公婆/岳父母",
    "grandchild": "孙子 孙女 孙 外孙 外孙子 外孙女 孙子女 孙子/孙女",
    "grandparent": "祖父 祖母 祖父母 外祖父 外祖母 外祖父母 爷爷 奶奶 姥爷 姥姥",
    "sibling": "兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 兄弟 姐妹 兄弟姐妹",
    "other": "其他 其他亲属 其它 非亲属 侄子 侄女 侄儿 外甥 外甥女 曾孙 曾孙子 曾孙女 叔叔 伯父 伯母 姑姑",
}
RELATIONS = {word: code for code, words in WORDS.items() for word in words.split()}
# Digits, marks of any width, signs without meaning of their own (private use, U+FFFD) and pictures; · - . ' may be in names.
ODD_IN_NAME = re.compile(
    "[!-&(-,/-@\\[-`{-~\u3001-\u3003\u3008-\u301f\uff01-\uff0c\uff0f-\uff5e\ue000-\uf8ff\ufffd\u2600-\u27bf\U0001f000-\U0001faff]"
)
LONGEST_NAME = 30
USABLE = {None, Code.ID_15_DIGITS}


@dataclass(frozen=True, slots=True)
class Person:
    """One person as written: `number` in 18 digits where it can be, `fault` what is wrong with it."""

    name: str
    number: str
    fault: Code | None
    relation: str

    @property
    def is_usable(self) -> bool:
        """Whether the number says who it is."""
        return self.fault in USABLE


@dataclass(frozen=True, slots=True)
class Family:
    """The people of a row: the head first, each person once; `listed` is whether the row lists its members readably."""

    people: tuple[Person, ...]
    listed: bool = True

    @property
    def head(self) -> Person:
        """户主."""
        return self.people[0]

    def members(self) -> tuple[Member, ...]:
        """The people as members. Errors: ValueError when an ID number is unusable (such a row is refused before)."""
        return tuple(_member(person) for person in self.people)


def _member(person: Person) -> Member:
    born = identity.birth(person.number)
    if born is None or not person.is_usable:
        raise ValueError("a member without a usable ID number")
    return Member(person.name, person.number, person.relation, born, identity.sex(person.number))


def family(line: Line, findings: Findings, *, until: date) -> Family:
    """Read and check the people of a row; `until` is the last day on which a member can be born."""
    head = _head(line, findings, until)
    people = _members(line, findings, head, until)
    if people is None:
        return Family((head,), listed=False)
    distinct = _distinct(people, findings)
    return _with_head(head, distinct, findings)


def _head(line: Line, findings: Findings, until: date) -> Person:
    name = person_name(line.get(Column.HEAD_NAME))
    if not name:
        findings.add(Column.HEAD_NAME, Code.NAME_MISSING)
    elif is_odd(name):
        findings.add(Column.HEAD_NAME, Code.NAME_ODD)
    head = _person(name, line.get(Column.HEAD_ID), "head", until)
    _note(findings, Column.HEAD_ID, head, "户主")
    return head


def is_odd(name: str) -> bool:
    """Whether a name has signs that no name has, or is longer than any."""
    return len(name) > LONGEST_NAME or bool(ODD_IN_NAME.search(name))


def _person(name: str, number: Value, relation: str, until: date) -> Person:
    return Person(name, identity.full(identity.written(number)), identity.fault(number, until=until), relation)


def _note(findings: Findings, column: Column, person: Person, whose: str) -> None:
    if person.fault:
        findings.add(column, person.fault, whose=whose, length=len(person.number))


def _members(line: Line, findings: Findings, head: Person, until: date) -> list[Person] | None:
    """The listed people; None when there are none, or the three lists can't be laid side by side."""
    names = [person_name(name) for name in listed(line.get(Column.MEMBER_NAMES))]
    cell = line.get(Column.MEMBER_IDS)
    numbers: list[Value] = [cell] if is_number(cell) else [*listed(cell)]
    relations = listed(line.get(Column.RELATIONS))
    if not names and not numbers and not relations:
        findings.add(Column.MEMBER_NAMES, Code.MEMBERS_MISSING)
        return None
    if not len(names) == len(numbers) == len(relations):
        column = _odd_one_out(len(names), len(numbers), len(relations))
        findings.add(column, Code.LISTS_DIFFER, names=len(names), ids=len(numbers), relations=len(relations))
        return None
    people = []
    for place, (name, number, word) in enumerate(zip(names, numbers, relations, strict=True), 1):
        person = _person(name, number, _relation(word, findings), until)
        _check_member(person, place, head, findings)
        people.append(person)
    return people


def _odd_one_out(names: int, numbers: int, relations: int) -> Column:
    if names == numbers:
        return Column.RELATIONS
    return Column.MEMBER_IDS if names == relations else Column.MEMBER_NAMES


def _relation(word: str, findings: Findings) -> str:
    code = RELATIONS.get("".join(word.split()))
    if code is None:
        findings.add(Column.RELATIONS, Code.RELATION_UNKNOWN, word=word)
    return code or "other"


def _check_member(person: Person, place: int, head: Person, findings: Findings) -> None:
    """A fault of the head's own number is told once, at the head's own column."""
    if not person.name:
        findings.add(Column.MEMBER_NAMES, Code.MEMBER_NAME_MISSING, place=place)
    elif is_odd(person.name) and person.name != head.name:
        findings.add(Column.MEMBER_NAMES, Code.NAME_ODD)
    if person.number and person.number == head.number:
        return
    if person.relation == "head":
        _note(findings, Column.HEAD_ID, person, "家庭成员里户主")
    else:
        _note(findings, Column.MEMBER_IDS, person, person.name or f"第 {place} 名家庭成员")


def _distinct(people: list[Person], findings: Findings) -> list[Person]:
    """Each person once; somebody listed again is told."""
    once: dict[str, Person] = {}
    for place, person in enumerate(people):
        key = person.number or f"place {place}"
        if key in once:
            findings.add(Column.MEMBER_IDS, Code.MEMBER_LISTED_TWICE, names=plain(person.name))
        else:
            once[key] = person
    return list(once.values())


def _with_head(head: Person, people: list[Person], findings: Findings) -> Family:
    """The head first and the others after, when head and list agree; where they don't, what a person has to look at."""
    heads = [person for person in people if person.relation == "head"]
    mine = next((person for person in people if person.number == head.number), None)
    if not head.is_usable:
        return _with_known_head(head, mine, heads, people)
    if mine is None:
        return _head_not_in_list(head, people, heads, findings)
    if heads != [mine]:
        findings.add(Column.RELATIONS, Code.HEAD_RELATION)
    if head.name not in ("", mine.name):
        findings.add(Column.MEMBER_NAMES, Code.HEAD_NAME_DIFFERS)
    return Family((head, *(_not_head(person) for person in people if person is not mine)))


def _with_known_head(head: Person, mine: Person | None, heads: list[Person], people: list[Person]) -> Family:
    """The list may still tell who the head is: enough to find the same household in another row."""
    known = next((person for person in heads if person.is_usable), head)
    return Family((known, *(person for person in people if person is not known and person is not mine)))


def _head_not_in_list(head: Person, people: list[Person], heads: list[Person], findings: Findings) -> Family:
    namesake = next((person for person in heads if person.name == head.name), None)
    if namesake is None:
        findings.add(Column.MEMBER_IDS, Code.HEAD_NOT_LISTED)
    elif namesake.is_usable:
        findings.add(Column.HEAD_ID, Code.HEAD_ID_DIFFERS)
    return Family((head, *(_not_head(person) for person in people if person is not namesake)))


def _not_head(person: Person) -> Person:
    """A household has one head; a second one is for a person to name, and stands as other until then."""
    return replace(person, relation="other") if person.relation == "head" else person
