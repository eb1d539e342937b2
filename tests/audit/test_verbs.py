"""Every verb has its sentence, in Chinese, whatever facts are missing."""

import re

import pytest

from doudi.audit.verbs import SENTENCES, Verb, sentence


@pytest.mark.parametrize("verb", list(Verb))
def test_every_verb_has_a_sentence(verb: Verb) -> None:
    told = sentence(verb, {})
    assert re.search(r"[\u4e00-\u9fff]{2}", told)
    assert not re.search(r"[{}\[\]]", told)


@pytest.mark.parametrize("verb", list(Verb))
def test_every_sentence_takes_its_facts(verb: Verb) -> None:
    names = re.findall(r"\{(\w+)\}", str(SENTENCES[verb]))
    told = sentence(verb, {name: f"<{name}>" for name in names})
    assert all(f"<{name}>" in told for name in names)


def test_codes_are_room_and_deed() -> None:
    assert all(re.fullmatch(r"[a-z]+\.[a-z_]+", verb) for verb in Verb)
    assert len({verb.value for verb in Verb}) == len(Verb)


def test_missing_facts_take_their_part_of_the_sentence_with_them() -> None:
    assert (
        sentence("run.computed", {"lines": 373, "total": "181240.00"}) == "测算了发放批次，共 373 行，合计 181240.00 元"
    )
    assert sentence("run.computed", {"total": "181240.00"}) == "测算了发放批次，合计 181240.00 元"
    assert sentence("run.computed", {"lines": 0}) == "测算了发放批次，共 0 行"


def test_facts_are_text_not_templates() -> None:
    assert sentence("case.step_taken", {"title": "{due}[x]"}) == "办理了「{due}[x]」"


def test_unknown_verb_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"case\.eaten"):
        sentence("case.eaten", {})
