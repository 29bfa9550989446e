"""Opens trained networks as runs use them."""

from __future__ import annotations

import onnxruntime


def opened(weights: str | bytes) -> onnxruntime.InferenceSession:
    """Return the network of a file, by its path or content, as onnxruntime runs it: on one thread.

    So what is found does not depend on how many cores there are, and batches in processes of their own do
    not get in each other's way.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Normalising fused with the sum before it takes twice the time of the two apart.
    return onnxruntime.InferenceSession(
        weights, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )
