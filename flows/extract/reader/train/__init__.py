"""Makes the weights of the reader from gold: `make train`. Needs the dependency group `train`."""
