"""A tiny reader can be trained, written and read back, so that the way to new weights stays open."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the dependency group `train`")
pytest.importorskip("onnx", reason="training needs the dependency group `train`")

from flows.extract.reader import inputs, naming, session, words  # noqa: E402
from flows.extract.reader.candidates import MOST  # noqa: E402
from flows.extract.reader.inputs import Inputs  # noqa: E402
from flows.extract.reader.train import batches, data, export, fitting, hints, network, student  # noqa: E402
from flows.extract.reader.train.fitting import Item, Plan  # noqa: E402
from flows.extract.reader.train.heads import CLASSES, Heads  # noqa: E402
from flows.extract.reader.train.loss import cost  # noqa: E402
from flows.extract.reader.train.network import Shape, Words  # noqa: E402
from flows.extract.reader.train.student import Student  # noqa: E402
from flows.extract.reader.windows import Window  # noqa: E402
from tests.extract.reader.train import texts  # noqa: E402

TINY = Shape(width=48, heads=4, inner=96, layers=2)
PLAN = Plan(epochs=12, rate=5e-3, heads_rate=5e-3, tokens=160)


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> list[Item]:
    folder = tmp_path_factory.mktemp("gold")
    texts.write(folder)
    return student.items(list(data.examples([folder])))


def pupil() -> Student:
    torch.manual_seed(0)
    encoder = Words(len(words.known_characters()) + 3, TINY)
    made = Student(encoder, Heads(TINY.width), torch.nn.Linear(TINY.width, hints.WIDTH))
    made.encoder.eval()
    made.heads.eval()
    return made


@pytest.fixture(scope="module")
def trained(items: list[Item]) -> Student:
    torch.set_num_threads(1)
    made = pupil()
    fitting.fit(made.encoder, made.heads, items, PLAN)
    return made


def mean_cost(reader: Student, items: Sequence[Item]) -> float:
    batch = batches.batch([fitting.piece(item) for item in items])
    with torch.no_grad():
        return float(cost(fitting.score(reader.encoder, reader.heads, batch), batch))


def exact(reader: Student, built: Inputs, window: Window) -> dict[str, np.ndarray]:
    """Return the scores of one window as torch has them, without halves."""
    batch = batches.batch([batches.piece(built, window)])
    with torch.no_grad():
        found = reader.heads(reader.encoder(batch, None), batch)
    return {name: value.numpy() for name, value in found.items()}


def chances(scores: dict[str, np.ndarray]) -> np.ndarray:
    """Return what the reader would make of scores: chances of tokens, of runs of them, and of classes."""
    _, _, runs = naming.spelt(scores["chosen"], np.zeros(scores["chosen"].shape[1], np.int32))
    tokens = np.append(naming.chances_of(scores["chosen"]), runs)
    edges = np.cumsum((0, *CLASSES))
    classes = [scores["classes"][:, low:high] for low, high in pairwise(edges)]
    soft = [np.exp(one - one.max(1, keepdims=True)) for one in classes]
    return np.concatenate([tokens, *((one / one.sum(1, keepdims=True)).ravel() for one in soft)])


def test_the_cost_falls_and_the_answers_are_learned(trained: Student, items: list[Item]) -> None:
    assert mean_cost(trained, items) < mean_cost(pupil(), items) / 2
    figures = fitting.figures(trained.encoder, trained.heads, items)
    assert figures["numbers"] == 32
    assert figures["statement"] > 0.5


def test_what_a_batch_is_filled_up_with_changes_no_score(trained: Student, items: list[Item]) -> None:
    short, long = sorted(items, key=lambda item: len(item.window.tokens))[:: len(items) - 1]
    wide = batches.batch([fitting.piece(short), fitting.piece(long)])
    alone = batches.batch([fitting.piece(short)])
    numbers, tokens = len(short.window.numbers), len(short.window.tokens)
    assert wide["inside"].shape[1] > tokens
    with torch.no_grad():
        found, right = (fitting.score(trained.encoder, trained.heads, one) for one in (wide, alone))
    found["chosen"] = found["chosen"][:, :tokens]
    for name, scores in right.items():
        assert torch.allclose(found[name][:numbers], scores, atol=1e-3), name


def test_no_run_of_words_that_spells_a_subject_leaves_its_sentence(items: list[Item]) -> None:
    example, window = items[0].example, items[0].window
    assert example is not None
    edge = int(np.flatnonzero(np.diff(window.sentences))[0]) + 1

    def spelt(first: int, last: int) -> list[bool]:
        span = window.tokens[first].start, window.tokens[last].end
        marked = example._replace(subject_spans=[[span]] * len(example.gold))
        return [bool(one) for one in batches.gold_answers(marked, window)["spelt"]]

    assert all(spelt(edge - 2, edge - 1))
    assert not any(spelt(edge - 1, edge))


def test_what_other_annotators_are_used_to_is_added_to_their_texts_alone(items: list[Item]) -> None:
    made = pupil()
    with torch.no_grad():
        made.heads.convention.weight[1:] += 1
        gold, other = (
            fitting.score(made.encoder, made.heads, batches.batch([fitting.piece(item)]))
            for item in (items[0], items[0]._replace(convention=1))
        )
        plain = batches.batch([batches.piece(items[0].inputs, items[0].window)])
        at_run_time = fitting.score(made.encoder, made.heads, plain)
    assert torch.equal(gold["chosen"], at_run_time["chosen"])
    assert not torch.allclose(other["chosen"], gold["chosen"])


def test_the_mean_of_weights_lies_between_them() -> None:
    low, high = pupil().heads, pupil().heads
    with torch.no_grad():
        for weight in high.parameters():
            weight += 1
    found = student.mean_of([low, high])
    assert found.keys() == low.state_dict().keys()
    for name, weight in low.named_parameters():
        assert torch.allclose(found[name], weight + 0.5), name


def test_a_student_that_was_kept_is_gone_on_from(tmp_path: Path) -> None:
    meanings = np.zeros((network.MEANINGS, network.MEANING), np.float32)
    first = student.new(meanings)
    student.keep(first, tmp_path / "student.npz")
    again = student.resumed(meanings, tmp_path / "student.npz")
    for name, weight in first.heads.named_parameters():
        assert torch.allclose(again.heads.state_dict()[name], weight, atol=1e-3), name
    student.resumed(meanings)  # the one that is kept here has the shape that is trained now


def test_the_same_seed_makes_the_same_weights(items: list[Item]) -> None:
    short = PLAN._replace(epochs=1)
    made = [pupil() for _ in range(2)]
    for one in made:
        fitting.fit(one.encoder, one.heads, items, short)
    first, second = (one.heads.state_dict() for one in made)
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_what_is_exported_scores_nearly_as_torch_does(
    trained: Student, items: list[Item], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tiny.onnx"
    export.export(trained.encoder, trained.heads, path)
    monkeypatch.setattr(session, "WEIGHTS", path)
    for item in items:
        found = session.run(item.inputs, item.window, inputs.arrays(item.inputs, item.window))
        right = exact(trained, item.inputs, item.window)
        assert {name: value.shape for name, value in found.items()} == {
            name: value.shape for name, value in right.items()
        }
        assert np.abs(chances(found) - chances(right)).max() < 0.1
        for kind in ("subject", "period"):
            values = getattr(item.inputs, f"{kind}s").values[item.window.numbers]
            best = [
                np.where(values >= 0, scores[kind][:, :MOST], -1e9).argmax(1) for scores in (found, right)
            ]
            assert (best[0] == best[1]).all()


def test_a_student_learns_from_what_a_teacher_answers(items: list[Item]) -> None:
    """The teacher's chances are of runs of characters, so that its pieces need not be the student's words."""
    answered = []
    for item in items:
        gold = fitting.piece(item).tensors
        taught: list[batches.Taught | None] = [None] * len(item.inputs.quantities)
        for place, row in enumerate(item.window.numbers):
            own = item.window.tokens
            named = gold["named"][place].tolist()
            tokens = [
                (token.start, token.end, chance, chance > 0) for token, chance in zip(own, named, strict=True)
            ]
            low, more = np.argwhere(gold["runs"][place])[0] if gold["spelt"][place] else (0, 0)
            run = own[low].start, own[low + more].end, float(gold["spelt"][place])
            right = np.concatenate([[gold["kept"][place]], gold["right_classes"][place]])
            classes = np.concatenate(
                [np.eye(size)[one] for size, one in zip(CLASSES, right.tolist(), strict=True)]
            )
            subject, period = (
                gold[f"{kind}_right"][place] / max(1, gold[f"{kind}_right"][place].sum())
                for kind in ("subject", "period")
            )
            half = (one.astype(np.float16) for one in (classes, subject, period))
            taught[row] = batches.Taught(tokens, 1.0, run, *half)
        told = np.zeros((len(item.window.tokens), hints.WIDTH), np.int8)
        answered.append(
            batches.Answered(
                item.inputs, taught, [told if item.window is one else None for one in item.inputs.windows]
            )
        )
    learned = student.taught(answered)
    assert len(learned) == len(items)
    reader = pupil()
    before = mean_cost(reader, learned)
    fitting.fit(reader.encoder, reader.heads, learned, PLAN._replace(epochs=6), guess=reader.guess)
    assert mean_cost(reader, learned) < before * 0.8
