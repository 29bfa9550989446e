"""An empty Prefect flow, started as `zhibiao run` starts its own: what any run costs at least."""

from __future__ import annotations

from flows.machine import environment, server


def main() -> None:
    """Run a flow that does nothing, on a server of its own."""
    environment.prepare()
    address = server.start()
    from prefect import flow

    @flow(name="empty")
    def empty() -> None:
        pass

    address()
    empty()


if __name__ == "__main__":
    main()
