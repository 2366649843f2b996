"""A store that speaks S3 on loopback: signatures are checked, and its network can be cut."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ssl import SSLContext
from threading import Thread
from typing import Any
from urllib.request import Request, urlopen

import boto3
from moto.server import ThreadedMotoServer

ANYTHING = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}


class TestStore:
    """A running store, the keys that it knows, and what lies in its buckets."""

    __test__ = False

    def __init__(self, url: str) -> None:
        self.url = url
        # All stores of a process are one: what the one before kept is forgotten.
        self._set("reset", b"")
        self._set("reset-auth", b"inf")
        made = self._client("iam", "nobody", "nothing")
        made.create_user(UserName="office")
        keys = made.create_access_key(UserName="office")["AccessKey"]
        policy = json.dumps({"Version": "2012-10-17", "Statement": [ANYTHING]})
        made.put_user_policy(UserName="office", PolicyName="all", PolicyDocument=policy)
        self.key, self.secret = keys["AccessKeyId"], keys["SecretAccessKey"]
        # From now on a key that it does not know, or a signature that does not fit, is refused.
        self._set("reset-auth", b"0")
        self.s3 = self._client("s3", self.key, self.secret)

    def environment(self) -> dict[str, str]:
        """What an operator sets."""
        return {
            "AWS_ENDPOINT_URL_S3": self.url,
            "AWS_ACCESS_KEY_ID": self.key,
            "AWS_SECRET_ACCESS_KEY": self.secret,
            "NO_PROXY": "127.0.0.1,localhost",
        }

    def objects(self, bucket: str) -> dict[str, tuple[bytes, Any]]:
        """Name to bytes, and when they came."""
        listed = self.s3.list_objects_v2(Bucket=bucket).get("Contents", [])
        found = {one["Key"]: self.s3.get_object(Bucket=bucket, Key=one["Key"]) for one in listed}
        return {key: (one["Body"].read(), one["LastModified"]) for key, one in found.items()}

    def _set(self, what: str, value: bytes) -> None:
        plain = {"Content-Type": "text/plain"}
        urlopen(Request(f"{self.url}/moto-api/{what}", value, plain)).close()

    def _client(self, service: str, key: str, secret: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id=key,
            aws_secret_access_key=secret,
        )


@contextmanager
def running_store() -> Iterator[TestStore]:
    """The store as long as it is needed."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield TestStore(f"http://{host}:{port}")
    finally:
        server.stop()


@contextmanager
def way_to(
    url: str, *, breaks_after: int = 1 << 30, tls: SSLContext | None = None
) -> Iterator[str]:
    """The address of a way to the store; each connection breaks after so many bytes."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_server(("127.0.0.1", 0)) as door:

        def pump(source: socket.socket, sink: socket.socket) -> None:
            left = breaks_after
            with suppress(OSError):
                while part := source.recv(65536):
                    left -= len(part)
                    if left < 0:
                        break
                    sink.sendall(part)
            for end in (source, sink):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

        def lead(near: socket.socket) -> None:
            with suppress(OSError):  # who does not trust the certificate hangs up
                near = tls.wrap_socket(near, server_side=True) if tls else near
                far = socket.create_connection((host, int(port)))
                Thread(target=pump, args=(far, near)).start()
                pump(near, far)

        def serve() -> None:
            with suppress(OSError):
                while True:
                    Thread(target=lead, args=(door.accept()[0],)).start()

        Thread(target=serve, daemon=True).start()
        port_here = door.getsockname()[1]
        yield f"https://localhost:{port_here}" if tls else f"http://127.0.0.1:{port_here}"
        door.shutdown(socket.SHUT_RDWR)
