"""The tagger reads LAC-small as its authors meant, in any batch."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.language import lac, tagger
from flows.language.tagger import Tag

ROOT = Path(__file__).parents[2]
SENTENCE = "市长陈屿川6月25日到天津市静海区调研。"
TEXT = st.text("市长陈屿川到天津静海调研，。A1 \n", max_size=40)


def tag(sentences, starts=None):
    return [read.words for read in tagger.read(sentences, starts)]


def labels(sentences):
    edges = tagger._edges(sentences)
    return np.split(tagger._labels("".join(sentences), edges)[0], edges[1:-1])


def test_words_and_names_of_a_sentence():
    found = {(word.word, word.label) for word in tag([SENTENCE])[0]}
    assert {("陈屿川", "PER"), ("6月25日", "TIME"), ("静海区", "LOC"), ("调研", "vn")} & found >= {
        ("陈屿川", "PER"),
        ("6月25日", "TIME"),
        ("静海区", "LOC"),
    }


@settings(deadline=None)
@given(TEXT)
def test_words_cover_the_sentence_without_gaps(text):
    words = tag([text])[0]
    assert "".join(word.word for word in words) == text
    assert [word.start for word in words] == [0, *(word.end for word in words[:-1])][: len(words)]


@settings(deadline=None, max_examples=30)
@given(st.lists(TEXT, max_size=12))
def test_a_batch_tags_each_sentence_as_if_it_stood_alone(texts):
    assert tag(texts) == [tag([text])[0] for text in texts]


@pytest.mark.parametrize("count", [1, 2, 3, 17, 64, 333])
def test_what_a_character_puts_in_is_the_same_to_the_last_bit_in_every_batch(count):
    whole = tagger._inputs(np.arange(400))
    assert (tagger._inputs(np.arange(count)) == whole[:, :count]).all()


def test_sums_of_the_first_layer_are_exact_in_any_order():
    model = lac.model()
    weights = np.abs(model.layers[0].input_weight).sum(1).max()
    assert np.abs(model.embeddings).max() * weights * tagger.FINE[0] * tagger.FINE[1] < 2**53


def test_words_count_from_where_their_sentence_starts():
    alone = tag([SENTENCE])[0]
    first, empty, again = tag([SENTENCE, "", SENTENCE], [0, 30, 40])
    assert (first, empty) == (alone, [])
    assert again == [word._replace(start=word.start + 40, end=word.end + 40) for word in alone]


def test_the_best_path_is_the_one_that_a_plain_search_over_all_labels_finds():
    assert labels([SENTENCE])[0].tolist() == _plain(SENTENCE)


def test_whole_numbers_label_as_the_weights_that_jieba_ships_do():
    lines = (ROOT / "tests" / "quality" / "gold" / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    sentences = [part for text in texts for part in text.splitlines() if part]
    told = np.concatenate(labels(sentences))
    plain = np.concatenate([_plain(sentence) for sentence in sentences])
    assert len(plain) > 15000
    assert (told == plain).mean() > 0.995


def test_steps_made_from_other_weights_are_refused(monkeypatch):
    monkeypatch.setattr(lac, "DIGEST", "0" * 64)
    tagger._graphs.cache_clear()
    with pytest.raises(lac.NoWeights, match="export_tagger"):
        tagger._graphs()
    tagger._graphs.cache_clear()


def test_a_sentence_beyond_the_limit_is_read_in_pieces():
    long = "陈屿川到会，" * 100
    words = tag([long])[0]
    assert words[-1].end == len(long)
    assert sum(word == Tag(word.start, word.end, "陈屿川", "PER") for word in words) > 90


def test_weights_of_another_version_are_refused(monkeypatch):
    monkeypatch.setattr(lac, "DIGEST", "0" * 64)
    lac.model.cache_clear()
    with pytest.raises(lac.NoWeights, match=r"install jieba==0\.42\.1"):
        tagger.read(["北京"])
    lac.model.cache_clear()


def _plain(sentence):
    """Return the labels by the weights as they are, in the plainest way."""
    model = lac.model()
    chars = np.array([model.vocabulary.get(char, model.vocabulary["OOV"]) for char in sentence])
    return _plain_path(model, _plain_emissions(model, chars))


def _plain_emissions(model, chars):
    """Run the network as its definition in jieba's nets.py reads, one character after another."""
    states = model.embeddings[chars]
    for layer in model.layers:
        inputs = [states @ layer.input_weight[way] + layer.input_bias[way] for way in (0, 1)]
        forward = _plain_gru(inputs[0], layer.gates[0], layer.candidate[0])
        backward = _plain_gru(inputs[1][::-1], layer.gates[1], layer.candidate[1])[::-1]
        states = np.concatenate((forward, backward), axis=1)
    return states @ model.emission_weight + model.emission_bias


def _plain_gru(inputs, gates, candidate):
    width = candidate.shape[0]
    state, states = np.zeros(width, np.float32), []
    for row in inputs:
        gate = 1 / (1 + np.exp(-(row[: 2 * width] + state @ gates)))
        update, reset = gate[:width], gate[width:]
        new = np.tanh(row[2 * width :] + (reset * state) @ candidate)
        state = (1 - update) * state + update * new
        states.append(state)
    return np.array(states)


def _plain_path(model, emissions):
    scores, back = model.start + emissions[0], []
    for emission in emissions[1:]:
        ways = scores[:, None] + model.transitions
        back.append(ways.argmax(axis=0))
        scores = ways.max(axis=0) + emission
    label = int((scores + model.stop).argmax())
    path = [label]
    for choices in reversed(back):
        label = int(choices[label])
        path.append(label)
    return path[::-1]


def test_a_sentence_is_read_the_same_alone_and_among_others():
    sentences = ["津沽港集团在静海区开工。", "好", "市长陈屿川到会", "生物制造产业增长5%，" * 50]
    together = tagger.read(sentences)
    for sentence, read in zip(sentences, together, strict=True):
        (alone,) = tagger.read([sentence])
        assert alone.words == read.words
        assert np.array_equal(alone.states, read.states)
