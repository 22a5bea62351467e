"""Actions in running text."""

import re

from strategies.loading.blocks import Block
from strategies.loading.nodes import Found, Node
from strategies.loading.placing import phrase
from strategies.loading.rules import rule
from strategies.loading.rules.schemes import Scheme
from strategies.loading.rules.sentences import open_list

DOES = re.compile(
    r"\b(?:ska|skall|vill|will|skal|(?:handlar|innebär|betyder|går)\s(?:det\s)?(?:bland annat\s)?(?:om\s|ut på\s)?(?:bland annat\s)?(?:om\s)?att|genom att)\s+"
    r"(?:(?:man|vi|[a-zåäö]+(?:en|et|na|erna)|Region\s[A-ZÅÄÖ]\w+(?:\s[A-ZÅÄÖ]\w+)?(?:\släns?)?|[A-ZÅÄÖ]\w+\s(?:kommun|stad))\s+)?"
    r"(?:ska(?:ll)?\s+)?(?:också\s+|även\s+)?(?:bland annat\s+|bl\.?\s?a\.?\s+|särskilt\s+|exempelvis\s+)?(?:att\s+)?(?P<list>\S.*)"
)


@rule("R38", "Insatser i löpande text")
def read_phrases(blocks: list[Block], at: int, node: Node, scheme: Scheme) -> None:
    """ "Här ska man bland annat stärka …, tillsätta … samt underlätta …": the sentences after the one that names the direction."""
    block = blocks[at]
    text = block.text
    begin = text.find(node.title.text) + len(node.title.text)
    others = [
        other.title.text
        for other, (place, _) in zip(scheme.nodes, scheme.places, strict=True)
        if place == at
    ]
    later = [text.find(other, begin) for other in others if text.find(other, begin) > begin]
    rest = text[begin : min(later, default=len(text))]
    for sentence in re.findall(r"[^.!?]+[.!?]?", rest):
        found = DOES.search(sentence)
        if not found:
            continue
        node.open_ended = node.open_ended or open_list(block, sentence)
        listed = re.sub(r"^(?:bland annat|också|även)\s+", "", found["list"].strip(" .!?"))
        for words in verbs(listed):
            node.children.append(Node("action", phrase(block, words, "R38", "trolig")))
    if not node.children and rest.strip(" ."):
        node.text.append(phrase(block, rest.strip(" ."), "R33", "trolig"))


ADJECTIVE = re.compile(
    r"(?:ella|iska|liga|iga|bara|samma|stora|ade|regionala|lokala|sociala|digitala|globala|kommunala|centrala)\b|(?:nya|unga|gamla|goda|gröna|andra|flera|alla|egna|många|fria|korta|långa|rika|starka|svaga|olika|bättre)\b",
    re.IGNORECASE,
)


ENDS_IN_ADJECTIVE = re.compile(rf"\w*(?:{ADJECTIVE.pattern})")


VERB = re.compile(
    r"(?:att\s+)?(?:[a-zåäö]+[aå]|ta|ge|få|gå|se|bli|ha|stå|nå|[a-zåäö]+ och [a-zåäö]+a)\s"
)


def verbs(text: str) -> list[str]:
    """The doings that a list of verb phrases names, parted only where a new verb begins: "stärka unga, kvinnor och män" is one."""
    pieces = re.split(r"(,\s+(?:samt\s+|och\s+)?(?:att\s+)?|\s+(?:samt|och)\s+(?:att\s+)?)", text)
    found = [pieces[0]]
    for sign, words in zip(pieces[1::2], pieces[2::2], strict=True):
        conjunction = sign.strip().startswith(("och", "samt"))
        begins = (
            VERB.match(words + " ")
            and not _adjective(words)
            and (not conjunction or "att" in sign or "samt" in sign or not _verb_alone(found[-1]))
        )
        if begins and len(found[-1].split()) >= 2:
            found.append(words)
        else:
            found[-1] += sign + words
    return [re.sub(r"^att\s+", "", words.strip()) for words in found if words.strip()]


def _adjective(words: str) -> bool:
    """Whether the first word describes what comes after it ("små och medelstora företag") rather than doing something."""
    first = words.split(maxsplit=1)[0] if words.split() else ""
    return bool(ADJECTIVE.fullmatch(first) or ENDS_IN_ADJECTIVE.fullmatch(first))


def begins_with_verb(title: str) -> bool:
    """Whether a title says what shall be done ("Ta fram ett underlag") rather than what it is about ("Unga kvinnor")."""
    words = title[:1].lower() + title[1:]
    return bool(VERB.match(words + " ")) and not _adjective(words)


def _verb_alone(words: str) -> bool:
    """Whether the phrase so far is but a verb, which then shares its object with the next: "förstärka och utveckla arbetet"."""
    return len(words.split()) < 2


PROMISES = re.compile(
    r"(?:Vi|Kommunen|Regionen|We)\s(?:ska|kommer att|will)\s(?!vara\b|ha\b|be\b)[^.!?]{8,}[.!?]"
)


@rule("R39", "Meningar som börjar ”Vi ska”")
def read_sentences(nodes: list[Node]) -> None:
    """Where a plan has no lists of actions, sentences that begin "Vi ska …" in at least half of its areas are its actions."""
    leaves = [leaf for node in nodes for leaf in (node.children or [node])]
    if any(leaf.kind == "action" for leaf in leaves) or any(leaf.children for leaf in leaves):
        return
    told = {id(leaf): [pair for found in leaf.text for pair in _promises(found)] for leaf in leaves}
    if sum(bool(pairs) for pairs in told.values()) * 2 < len(leaves):
        return
    for leaf in leaves:
        for words in told[id(leaf)]:
            leaf.children.append(Node("action", words))
        leaf.text = [
            found
            for found in leaf.text
            if PROMISES.sub("", found.text).strip() or not _promises(found)
        ]


def _promises(found: Found) -> list[Found]:
    """The sentences of a paragraph that say what shall be done, each where it stands; several doings in one are parted."""
    made = []
    for match in PROMISES.finditer(found.text):
        sentence = match.group().rstrip(".!?")
        doings = verbs(re.sub(r"^\w+\s(?:ska|kommer att|will)\s", "", sentence))
        told = doings if len(doings) > 1 else [sentence]
        made += [_within(found, words, match.start()) for words in told]
    return made


def _within(found: Found, words: str, begin: int) -> Found:
    """Some of the found words, as doings that nothing but their wording tells of."""
    if found.block is None:
        return found._replace(text=words, rule="R39", certainty="osäker")
    begin += found.block.text.find(found.text)
    return phrase(found.block, words, "R39", "osäker", begin)
