"""Kills what an index is made of, at random and without warning, and has it reloaded."""

import random
import time
from signal import SIGHUP, SIGKILL

import psutil

from tests.clients.server import Server
from tests.fire.tally import Tally

RELOAD = "all web processes, one after the other"
EVERY_SECONDS = {
    "a web worker": 6.0,
    RELOAD: 10.0,
    # All others end with it, and nothing answers until the database has recovered.
    "a database connection": 30.0,
    # What the supervisor starts again gets longer pauses when it dies too often.
    "Valkey": 75.0,
    "the background worker": 75.0,
    "the web master": 75.0,
    "the loader": 75.0,
}


class Chaos:
    """Each victim dies once in the first third, then after spans of random length."""

    def __init__(self, server: Server, dice: random.Random, tally: Tally) -> None:
        self.server, self.dice, self.tally = server, dice, tally

    def run(self, until: float) -> None:
        """Kill until a moment of the monotonic clock."""
        now = time.monotonic()
        due = {
            victim: now + self.dice.uniform(0.05, 0.35) * min(until - now, every)
            for victim, every in EVERY_SECONDS.items()
        }
        while True:
            victim = min(due, key=due.__getitem__)
            if due[victim] >= until:
                break
            time.sleep(max(0.0, due[victim] - time.monotonic()))
            self._kill(victim)
            due[victim] += EVERY_SECONDS[victim] * self.dice.uniform(0.5, 1.5)
        time.sleep(max(0.0, until - time.monotonic()))

    def _kill(self, victim: str) -> None:
        alive = self._find(victim)
        if not alive:
            return
        try:
            found = self.dice.choice(alive)
            found.send_signal(SIGHUP if victim == RELOAD else SIGKILL)
        except psutil.NoSuchProcess:
            return
        self.tally.count("kills", f"kills: {victim}")

    def _find(self, victim: str) -> list[psutil.Process]:
        if victim == "a web worker":
            return self.server.web_workers()
        words = {
            "a database connection": "postgres: warehouse",
            "Valkey": "valkey-server",
            "the background worker": "warehouse: worker",
            "the web master": "gunicorn: master",
            RELOAD: "gunicorn: master",
            "the loader": "warehouse.loader",
        }
        found = self.server.processes(words[victim])
        return found[:1] if victim in {"the web master", RELOAD, "the loader"} else found
