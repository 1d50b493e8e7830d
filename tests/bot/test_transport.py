"""The transport against real sockets: what is sent arrives, and what goes wrong is told by whether it may have arrived."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from struct import unpack

import pytest
from aiohttp import web
from telegram import InputFile
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.transport import AiohttpRequest

Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[str]:
    """A server on this machine that answers everything in one way; its address."""
    runner = web.ServerRunner(web.Server(answer), shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def opened(connections: int = 4, proxy: str | None = None) -> AsyncIterator[AiohttpRequest]:
    transport = AiohttpRequest(connections, proxy=proxy, trust_env=False)
    await transport.initialize()
    try:
        yield transport
    finally:
        await transport.shutdown()


def data(**values: object) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


async def test_words_and_numbers_arrive_and_status_and_body_come_back() -> None:
    async def answer(request: web.BaseRequest) -> web.Response:
        assert request.content_type == "application/json"
        given = await request.json()
        return web.Response(status=409, text="|".join(f"{name}={value}" for name, value in given.items()))

    async with serving(answer) as url, opened() as transport:
        status, body = await transport.do_request(url, "POST", data(chat_id=7, text="特培 & <计划>=", keys=["a", 1]))
    assert (status, body.decode()) == (409, 'chat_id=7|text=特培 & <计划>=|keys=["a", 1]')


@pytest.mark.parametrize("name", ["名单 1.xlsx", 'a"b.ics', "a\\b;c.png"])
async def test_a_file_arrives_whole_under_its_name(name: str) -> None:
    sent = bytes(range(256)) * 999

    async def answer(request: web.BaseRequest) -> web.Response:
        form = await request.post()
        (file,) = (value for value in form.values() if isinstance(value, web.FileField))
        assert form["caption"] == "给单位看"
        return web.Response(body=file.filename.encode() + b"\0" + file.file.read())

    async with serving(answer) as url, opened() as transport:
        _, body = await transport.do_request(url, "POST", data(caption="给单位看", document=InputFile(sent, name)))
    seen, _, content = body.partition(b"\0")
    assert content == sent
    assert seen.decode() == name


async def test_an_answer_that_does_not_come_is_a_timeout() -> None:
    never = asyncio.Event()

    async def answer(_: web.BaseRequest) -> web.Response:
        await never.wait()
        return web.Response()

    async with serving(answer) as url, opened() as transport:
        with pytest.raises(TimedOut):
            await transport.do_request(url, "POST", data(text="x"), read_timeout=0.05)


async def test_where_nobody_listens_it_is_no_timeout() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        async with opened() as transport:
            with pytest.raises(NetworkError) as refused:
                await transport.do_request(f"http://127.0.0.1:{unused.getsockname()[1]}", "POST")
    assert not isinstance(refused.value, TimedOut)


async def test_a_connection_cut_in_the_middle_is_a_network_error() -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "99"})
        await response.prepare(request)
        await response.write(b"half")
        assert request.transport is not None
        request.transport.abort()
        return response

    async with serving(answer) as url, opened() as transport:
        with pytest.raises(NetworkError):
            await transport.do_request(url, "POST")


async def test_who_waits_in_vain_for_a_connection_sent_nothing() -> None:
    seen, go_on = asyncio.Queue[None](), asyncio.Event()

    async def answer(_: web.BaseRequest) -> web.Response:
        seen.put_nowait(None)
        await go_on.wait()
        return web.Response()

    async with serving(answer) as url, opened(connections=1) as transport, asyncio.TaskGroup() as tasks:
        tasks.create_task(transport.do_request(url, "POST"))
        await seen.get()
        with pytest.raises(TimedOut, match="nothing was sent"):
            await transport.do_request(url, "POST", pool_timeout=0.05)
        assert seen.empty()
        go_on.set()


async def test_it_can_be_closed_twice_and_opened_again() -> None:
    async def answer(_: web.BaseRequest) -> web.Response:
        return web.Response(text="here")

    transport = AiohttpRequest(1)
    async with serving(answer) as url:
        with pytest.raises(RuntimeError):
            await transport.do_request(url, "GET")
        await transport.shutdown()
        for _ in range(2):
            await transport.initialize()
            await transport.initialize()
            assert await transport.do_request(url, "GET") == (200, b"here")
            await transport.shutdown()
            await transport.shutdown()
        with pytest.raises(RuntimeError):
            await transport.do_request(url, "GET")


async def test_an_http_proxy_is_asked_instead() -> None:
    async def proxy(request: web.BaseRequest) -> web.Response:
        return web.Response(text=f"{request.method} {request.raw_path}")

    async with serving(proxy) as address, opened(proxy=address) as transport:
        _, body = await transport.do_request("http://telegram.invalid/botX/getMe", "POST")
    assert body.decode() == "POST http://telegram.invalid/botX/getMe"


@pytest.mark.parametrize("kind", ["socks5", "socks5h"])
async def test_a_socks_proxy_gets_the_name_that_is_asked_for(kind: str) -> None:
    named = asyncio.Queue[str]()

    async def answer(_: web.BaseRequest) -> web.Response:
        return web.Response(text="through")

    async with serving(answer) as url:
        port = int(url.rpartition(":")[2])

        async def socks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            """RFC 1928, as much as one CONNECT takes."""
            _, methods = await reader.readexactly(2)
            await reader.readexactly(methods)
            writer.write(b"\x05\x00")
            *_, length = await reader.readexactly(5)
            name = (await reader.readexactly(length)).decode()
            named.put_nowait(f"{name}:{unpack('>H', await reader.readexactly(2))[0]}")
            upstream, onward = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"\x05\x00\x00\x01" + bytes(6))
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(_pour(reader, onward))
                tasks.create_task(_pour(upstream, writer))

        async with await asyncio.start_server(socks, "127.0.0.1", 0) as server:
            proxy = f"{kind}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            async with opened(proxy=proxy) as transport:
                assert await transport.do_request("http://telegram.invalid:81/getMe", "POST") == (200, b"through")
    assert await named.get() == "telegram.invalid:81", "names are looked up at the far end"


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while received := await reader.read(4096):
        writer.write(received)
    writer.close()
