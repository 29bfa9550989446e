"""Great Expectations at work: a suite over a frame, in memory, drawing nothing and sending nothing."""

from __future__ import annotations

import threading
import warnings
from copy import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from great_expectations.expectations import Expectation


class Validator:
    """A context of Great Expectations with one data source, whose assets are the tables."""

    def __init__(self) -> None:
        self._context = _context()
        self._source = self._context.data_sources.add_pandas("release")
        self._definitions: dict[str, Any] = {}

    def failures(self, table: str, suite: Sequence[Expectation], frame: pd.DataFrame) -> list[Any]:
        """Return the outcomes of the expectations that do not hold, with the rows that break them.

        Which rows do is a question that takes long, so that it is asked only of those that fail.
        """
        broken = [
            outcome for outcome in self._run(table, suite, frame, "BOOLEAN_ONLY") if not outcome.success
        ]
        if not broken:
            return []
        names = {
            (outcome.expectation_config.meta["name"], outcome.expectation_config.meta["column"])
            for outcome in broken
        }
        again = [each for each in suite if (each.meta["name"], each.meta["column"]) in names]  # type: ignore[index]
        return self._run(f"{table}, failed {len(self._definitions)}", again, frame, "COMPLETE")

    def _run(
        self, name: str, suite: Sequence[Expectation], frame: pd.DataFrame, result_format: str
    ) -> list[Any]:
        if name not in self._definitions:
            self._definitions[name] = self._definition(name, suite)
        with warnings.catch_warnings():
            # pandas warns of each group in a pattern, which is how schemas write alternatives.
            warnings.simplefilter("ignore", UserWarning)
            result = self._definitions[name].run(
                batch_parameters={"dataframe": frame}, result_format={"result_format": result_format}
            )
        return list(result.results)

    def _definition(self, name: str, suite: Sequence[Expectation]) -> Any:
        import great_expectations as gx

        batch = self._source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("all")
        expectations = self._context.suites.add(
            gx.ExpectationSuite(name=name, expectations=list(map(copy, suite)))
        )
        return self._context.validation_definitions.add(
            gx.ValidationDefinition(name=name, data=batch, suite=expectations)
        )


def exception(outcome: Any) -> str:
    """Return why an expectation could not be computed."""
    messages = [
        info["exception_message"]
        for info in outcome.exception_info.values()
        if isinstance(info, dict) and info.get("exception_message")
    ]
    return str(messages[0] if messages else outcome.exception_info.get("exception_message", "no result"))


def _context() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import great_expectations as gx
        from great_expectations.data_context.types.base import (
            DataContextConfig,
            InMemoryStoreBackendDefaults,
            ProgressBarsConfig,
        )
        from tqdm import tqdm

    # Its bars lock a semaphore of the system even where none is drawn, and Python tells of one that is left
    # by a process that was interrupted or killed.
    tqdm.set_lock(threading.RLock())
    stores = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    config = DataContextConfig(
        store_backend_defaults=stores,
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False),
    )
    return gx.get_context(mode="ephemeral", project_config=config)
