"""The programs that are measured: which of them this machine has, and how each is run."""

import importlib.util
import json
import os
import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
SERVER_CORE, CLIENT_CORE = "1", "0"


class Programs:
    def __init__(self, build):
        self.bin = Path(build) / "bin"
        self.server = str(self.bin / "bench-server")
        self.missing = {}
        self.clients = {}
        for name in ("floor", "hai", "beast", "curl"):
            program = self.bin / f"bench-{name}"
            self._add(name, [str(program)], program.exists(), "its library is not installed")
        python = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else shutil.which("python3")
        for name in ("aiohttp", "httpx"):
            found = subprocess.run([python, "-c", f"import {name}"], capture_output=True).returncode == 0
            self._add(name, [python, str(HERE / "python" / f"{name}_client.py")], found, f"Python has no {name}")
        node = shutil.which("node")
        self._add("fetch", [node or "", str(HERE / "node" / "fetch_client.mjs")], node, "node is not installed")
        self.clients["sdk_loop"] = [python, str(HERE / "python" / "sdk_loop.py")]
        self.build = Path(build)
        self.room = tempfile.TemporaryDirectory(prefix="hai-bench-")
        self._make_certificate()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = 24000 if hard == resource.RLIM_INFINITY else min(24000, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))

    def _add(self, name, command, found, why):
        if found:
            self.clients[name] = command
        else:
            self.missing[name] = why

    def _make_certificate(self):
        room = Path(self.room.name)
        self.ca = str(room / "ca.pem")
        self.identity = str(room / "server.pem")
        key = str(room / "key.pem")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key,
             "-out", self.ca, "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
            check=True, capture_output=True)
        Path(self.identity).write_text(Path(self.ca).read_text() + Path(key).read_text())

    def some(self, *names):
        return [name for name in names if name in self.clients]

    def _serve(self, serve):
        server = subprocess.Popen(["taskset", "-c", SERVER_CORE, self.server, "--certificate", self.identity, *map(str, serve)],
                                  stdout=subprocess.PIPE, text=True)
        return server, server.stdout.readline().strip()

    def _command(self, client, port, work, under=()):
        command = ["taskset", "-c", CLIENT_CORE, *under, *self.clients[client], "--port", port, "--ca-file", self.ca]
        return [*command, *map(str, work)], dict(os.environ, NODE_EXTRA_CA_CERTS=self.ca)

    def requests_within(self, client, serve, work, seconds):
        """How many requests a server of its own sees from a client that is left at work for so long."""
        server, port = self._serve(serve)
        try:
            command, environment = self._command(client, port, work)
            left = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
            time.sleep(seconds)
            left.terminate()
            left.wait(30)
        finally:
            server.terminate()
            served = server.communicate(timeout=30)[0]
        return json.loads(served)["requests"]

    def run(self, client, serve, work, under=(), timeout=150):
        """One run of a client against a server of its own: the client's figures and the server's."""
        server, port = self._serve(serve)
        try:
            command, environment = self._command(client, port, work, under)
            done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, env=environment)
            if done.returncode != 0:
                raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()[-600:]}")
            figures = json.loads(done.stdout.strip().splitlines()[-1])
            if figures.get("wrong_events"):
                raise RuntimeError(f"{client} misread {figures['wrong_events']} events")
        finally:
            server.terminate()
            served = server.communicate(timeout=30)[0]
        return figures, json.loads(served), done.stderr
