"""A query that runs for a request, and ends when whoever asked goes away."""

from __future__ import annotations

import asyncio

from anyio import CapacityLimiter, to_thread
from fastapi import Request

from api.workspace import Workspace
from graph.worker import Question, Reply
from graph.workers import Job


async def answered(request: Request, work: Workspace, question: Question) -> Reply:
    """The whole answer to a question; the errors of `Endpoint.answer`."""
    job = Job(question)

    def run() -> Reply:
        return work.endpoint.answer(job)

    # A thread of its own: long queries must not take those that all other routes share.
    running = asyncio.ensure_future(to_thread.run_sync(run, limiter=CapacityLimiter(1)))
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((running, gone), return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
        if not running.done():
            job.stop()
    return await running


async def _gone(request: Request) -> None:
    """Wait until the client has closed the connection; the body was read before."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
