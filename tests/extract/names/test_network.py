"""Names do not depend on what is read together, and labels make names that make sense."""

import random

import numpy as np

from flows.extract import reading
from flows.extract.names import features, labels, mentions, network
from tests.extract.texts import document

TEXTS = (
    "市长陈屿川到静海区调研。",
    "四川澄曜新能源有限公司发布《未来产业行动计划》。\n\n记者 周砚青",
    "好",
    "生物制造产业增加值增长5%，津沽港集团投资20亿元。" * 400,
    "",
    "国家发展改革委、工业和信息化部联合印发通知，支持集成电路产业。",
)


def test_the_same_text_gives_the_same_scores_whatever_is_read_beside_it():
    alone = [features.look(reading.read([document(text)])) for text in TEXTS]
    wanted = [network.scores(network.load(), seen) for seen in alone]
    for seed in range(3):
        order = random.Random(seed).sample(range(len(TEXTS)), len(TEXTS))
        seen = features.look(reading.read([document(TEXTS[number]) for number in order]))
        scores = network.scores(network.load(), seen)
        for start, number in zip(seen.starts, order, strict=True):
            size = len(TEXTS[number])
            own = wanted[number][features.GAP : features.GAP + size]
            assert np.array_equal(scores[start : start + size], own)


def test_the_same_text_gives_the_same_mentions_in_any_order_of_documents():
    documents = [document(text) for text in TEXTS]
    wanted = [mentions.find(reading.read([one]))[0] for one in documents]
    order = random.Random(7).sample(range(len(TEXTS)), len(TEXTS))
    assert mentions.find(reading.read([documents[number] for number in order])) == [
        wanted[number] for number in order
    ]


def test_names_are_found_between_spaces_that_are_of_no_sentence():
    inner = 1 + labels.KINDS.index("ORG") * 4 + 1
    scores = np.zeros((6, labels.NAMES.size), np.float32)
    scores[[0, 1, 4, 5], [inner + 1, inner] * 2] = 9  # what the network makes of spaces makes no sense
    scores[[2, 3], [inner - 1, inner + 1]] = 9
    assert list(labels.names(scores, [(2, 4)], labels.NAMES)) == [labels.Name(2, 4, "ORG")]


def test_labels_that_make_no_sense_give_way_to_the_best_sequence_that_does():
    inner = 1 + labels.KINDS.index("ORG") * 4 + 1
    scores = np.zeros((4, labels.NAMES.size), np.float32)
    scores[:, inner] = 5  # an inner character alone is no name
    scores[0, inner - 1], scores[3, inner + 1] = 4, 4
    found = list(labels.names(scores, [(0, 4)], labels.NAMES))
    assert found == [(0, 4, "ORG")]


def test_names_that_touch_are_two():
    first, single = 1 + labels.KINDS.index("PLACE") * 4, 1 + labels.KINDS.index("PERSON") * 4 + 3
    scores = np.zeros((3, labels.NAMES.size), np.float32)
    scores[0, first] = scores[1, first + 2] = scores[2, single] = 1
    assert list(labels.names(scores, [(0, 3)], labels.NAMES)) == [(0, 2, "PLACE"), (2, 3, "PERSON")]
