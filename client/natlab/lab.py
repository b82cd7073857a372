#!/usr/bin/env python3
"""Holds a small internet: network namespaces without a name, and wires between them.

    lab.py '{"namespaces": ["phone", "router"], "wires": {"wifi": ["phone:wlan0", "router:lan0"]}}'

A namespace lives as long as something is in it or holds it, so all of them are gone with this process, however it ends.
A wire is a TUN device at either end and this program between them, which delays, loses and counts packets: what
`tc netem` does where the kernel has it. `up` is from the first end of a wire to the second.

Says one line of JSON when all is there: {"namespaces": {name: path}, "folder": path}. The folder is for whatever the
lab's processes write; it is removed at the end. Then answers each line of standard input with one of standard output:

    {"wire": "wifi", "up": {"delay_ms": 50}, "down": {"loss": 0.1}}   changes what is named and answers the counters of
                                                                      both ways, which only ever grow

When standard input ends, or at SIGTERM, it ends whatever still runs inside its namespaces and goes. It needs root.
"""

import ctypes
import fcntl
import glob
import heapq
import json
import os
import random
import select
import shutil
import signal
import struct
import sys
import tempfile
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
PACKET_MAX = 65_536
# So many packets of one wire, then the others get their turn.
BURST = 64

libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def open_own_namespace():
    return os.open("/proc/thread-self/ns/net", os.O_RDONLY)


def open_new_namespace():
    check(libc.unshare(CLONE_NEWNET))
    return open_own_namespace()


def open_tun(namespace, name):
    """A TUN device belongs to the namespace in which it was made; its file can be used from anywhere."""
    check(libc.setns(namespace, CLONE_NEWNET))
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    return tun


class Way:
    """One direction of a wire. Keeps the order of packets, as real links do, jitter or not."""

    def __init__(self, out):
        self.out = out
        # Loss is a probability 0…1; jitter is added to the delay, evenly from 0 to its value.
        self.settings = {"delay_ms": 0, "jitter_ms": 0, "loss": 0, "is_cut": False}
        self.counters = {"packets": 0, "bytes": 0, "lost": 0}
        self.due = []
        self.taken = 0
        self.last_due = 0.0

    def change(self, settings):
        unknown = settings.keys() - self.settings.keys()
        if unknown:
            raise ValueError(f"no such setting: {sorted(unknown)}")
        self.settings.update(settings)

    def take(self, packet, now):
        settings, counters = self.settings, self.counters
        counters["packets"] += 1
        counters["bytes"] += len(packet)
        if settings["is_cut"] or random.random() < settings["loss"]:
            counters["lost"] += 1
            return
        wait_ms = settings["delay_ms"] + random.random() * settings["jitter_ms"]
        self.last_due = max(self.last_due, now + wait_ms / 1000)
        self.taken += 1
        # The number decides between packets of the same moment; bytes must not.
        heapq.heappush(self.due, (self.last_due, self.taken, packet))

    def deliver(self, now):
        while self.due and self.due[0][0] <= now:
            packet = heapq.heappop(self.due)[2]
            try:
                os.write(self.out, packet)
            except OSError:
                # The device at that end is down: nobody gets the packet.
                pass


class Wire:
    def __init__(self, first, second):
        self.ways = {"up": Way(second), "down": Way(first)}
        self.way_from = {first: self.ways["up"], second: self.ways["down"]}

    def answer(self, request):
        for name, way in self.ways.items():
            way.change(request.get(name, {}))
        return {name: way.counters for name, way in self.ways.items()}


def read_packets(tun, way):
    for _ in range(BURST):
        try:
            packet = os.read(tun, PACKET_MAX)
        except OSError:
            # Nothing more to read, or the device is down.
            return
        way.take(packet, time.monotonic())


def go_before_others():
    """A packet on a real wire does not wait until the phones at its ends have finished drawing."""
    try:
        os.sched_setscheduler(0, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(1))
    except PermissionError:
        # A container may keep that to itself; on a busy machine the wires are slower then.
        pass


def serve(wires):
    """Until standard input ends."""
    way_from = {tun: way for wire in wires.values() for tun, way in wire.way_from.items()}
    ways = list(way_from.values())
    poll = select.epoll()
    for file in (sys.stdin.fileno(), *way_from):
        poll.register(file, select.EPOLLIN)
    unread = b""
    while True:
        next_due = min((way.due[0][0] for way in ways if way.due), default=None)
        timeout = 1.0 if next_due is None else max(0.0, next_due - time.monotonic())
        for file, _ in poll.poll(timeout):
            if file in way_from:
                read_packets(file, way_from[file])
                continue
            said = os.read(file, PACKET_MAX)
            if said == b"":
                return
            *lines, unread = (unread + said).split(b"\n")
            for line in lines:
                request = json.loads(line)
                say(wires[request["wire"]].answer(request))
        now = time.monotonic()
        for way in ways:
            way.deliver(now)


def say(message):
    print(json.dumps(message), flush=True)


def end_inhabitants(namespaces):
    """Whatever runs in these namespaces was started for this lab."""
    ours = {os.fstat(namespace).st_ino for namespace in namespaces}
    for path in glob.glob("/proc/[0-9]*/ns/net"):
        pid = int(path.split("/")[2])
        try:
            if os.stat(path).st_ino in ours and pid != os.getpid():
                os.kill(pid, signal.SIGKILL)
        except OSError:
            # It has ended meanwhile.
            pass


def main():
    plan = json.loads(sys.argv[1])
    # Ctrl-C goes to everybody at the terminal; who started this decides when it ends, by closing standard input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    home = open_own_namespace()
    namespaces = {name: open_new_namespace() for name in plan["namespaces"]}

    def open_end(end):
        name, device = end.split(":")
        return open_tun(namespaces[name], device)

    wires = {name: Wire(*map(open_end, ends)) for name, ends in plan["wires"].items()}
    check(libc.setns(home, CLONE_NEWNET))
    folder = tempfile.mkdtemp(prefix="natlab-")
    try:
        paths = {name: f"/proc/{os.getpid()}/fd/{file}" for name, file in namespaces.items()}
        say({"namespaces": paths, "folder": folder})
        go_before_others()
        serve(wires)
    finally:
        end_inhabitants(namespaces.values())
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
