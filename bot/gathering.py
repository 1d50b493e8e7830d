"""Work that costs as much for many as for one: what is asked for while it runs is done together the next time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Gathered(Generic[Item, Result]):
    """``await gathered(item)`` gives its result; ``work`` gives one for each item of a batch, in order, or fails for all of them."""

    def __init__(self, work: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]]) -> None:
        """Nothing runs before it is called."""
        self._work = work
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self, item: Item) -> Result:
        """Wait for the batch that is under way, then be part of the next."""
        mine: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, mine))
        async with self._one_at_a_time:
            if not mine.done():
                await self._run()
        return await mine

    async def _run(self) -> None:
        """Work on all that waits. Whoever of them runs it may be cancelled; the others then fail with it, rather than hang."""
        batch, self._waiting = self._waiting, []
        futures = [future for _, future in batch]
        try:
            for future, result in zip(futures, await self._work([item for item, _ in batch]), strict=True):
                if not future.done():
                    future.set_result(result)
        except Exception as error:  # noqa: BLE001 - it is raised again where each of them waits
            for future in futures:
                if not future.done():
                    future.set_exception(error)
        finally:
            for future in futures:
                future.cancel()
