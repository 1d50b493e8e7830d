"""How requests travel to Telegram: aiohttp behind python-telegram-bot, whose own transport scans its whole pool at every request.

Words go as JSON: as a form each Chinese character takes nine bytes, and writing it so takes longer than all the rest of a request.
"""

import json

from aiohttp import ClientError, ClientSession, ClientTimeout, ConnectionTimeoutError, FormData, TCPConnector
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS = 5.0
"""To a server that is there."""
WAIT_SECONDS = 10.0
"""For a connection while all are taken, and to a server."""
READ_SECONDS = 20.0
"""Without a byte from the server."""
UPLOAD_SECONDS = 60.0
"""For a request with a file, on top of its answer."""
JSON = {"Content-Type": "application/json"}


class AiohttpRequest(BaseRequest):
    """A pool of connections. ``proxy``: http://…, socks5://…; ``trust_env``: whether one that the environment names is used."""

    def __init__(self, connections: int, *, proxy: str | None = None, trust_env: bool = True) -> None:
        self._connections = connections
        self._proxy = proxy
        self._trust_env = trust_env
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take, where a call does not say otherwise."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Open the pool; what is open stays so."""
        if self._session is None or self._session.closed:
            self._session = ClientSession(connector=self._connector(), trust_env=self._trust_env, headers={"User-Agent": self.USER_AGENT})

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()

    async def do_request(  # noqa: PLR0913, PLR0917 - python-telegram-bot calls it so
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request; the status and the body that came back.

        Raises:
            TimedOut: it took too long; it may have arrived.
            NetworkError: it did not come through; it may have arrived.
            RuntimeError: the pool is not open.
        """
        if self._session is None or self._session.closed:
            raise RuntimeError("The transport is not initialized.")
        read = _seconds(read_timeout, READ_SECONDS)
        connect = _seconds(connect_timeout, CONNECT_SECONDS)
        wait = _seconds(pool_timeout, WAIT_SECONDS)
        has_files = request_data is not None and request_data.contains_files
        write = _seconds(write_timeout, UPLOAD_SECONDS if has_files else READ_SECONDS)
        # What is sent comes back in an answer of some kilobytes; only what is fetched may be long.
        total = None if method == "GET" or None in (wait, write, read) else (wait or 0) + (write or 0) + (read or 0)
        timeout = ClientTimeout(total=total, connect=wait, sock_connect=connect, sock_read=read)
        try:
            body = _body(request_data)
            headers = JSON if isinstance(body, bytes) else None
            async with self._session.request(method, url, data=body, headers=headers, proxy=self._http_proxy, timeout=timeout) as response:
                return response.status, await response.read()
        except ConnectionTimeoutError as error:
            raise TimedOut("No connection came about; nothing was sent.") from error
        except TimeoutError as error:
            raise TimedOut from error
        except (ClientError, OSError) as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error

    @property
    def _http_proxy(self) -> str | None:
        return None if self._is_socks else self._proxy

    @property
    def _is_socks(self) -> bool:
        return self._proxy is not None and self._proxy.startswith("socks")

    def _connector(self) -> TCPConnector:
        if self._is_socks:
            from aiohttp_socks import ProxyConnector  # noqa: PLC0415 - only where it is asked for

            return ProxyConnector.from_url(str(self._proxy).replace("socks5h://", "socks5://"), limit=self._connections, rdns=True)
        return TCPConnector(limit=self._connections)


def _seconds(given: object, default: float) -> float | None:
    """What a call says of its patience: so many seconds, None for any length, else the default."""
    if given is None or isinstance(given, int | float):
        return given
    return default


def _body(request_data: RequestData | None) -> FormData | bytes | None:
    """The parameters, where there are files as a form with these as its parts."""
    if request_data is None or not request_data.parameters:
        return None
    if not request_data.contains_files:
        return json.dumps(request_data.json_parameters, ensure_ascii=False).encode()
    form = FormData(request_data.json_parameters, quote_fields=False)
    for field, (name, content, kind) in request_data.multipart_data.items():
        form.add_field(field, content, filename=name, content_type=kind)
    return form
