#!/usr/bin/python3
"""hostile.py SOCKET WIRE_H WHAT: an mfcourier that somebody else runs.

Says to the engine what no mfcourier says.  Exit status 0 when the engine has
hung up on it, or in the last two cases has not.
"""
import random
import re
import socket
import struct
import sys
import time

path, header, what = sys.argv[1:4]
text = re.sub(r"/\*.*?\*/", "", open(header, encoding="utf-8").read(), flags=re.S)


def numbers(name):
    body = re.search(r"enum %s \{(.*?)\}" % name, text, re.S).group(1)
    words = [w.split("=")[0].strip() for w in body.split(",")]
    return {w: i + 1 for i, w in enumerate(words) if w}


TYPE, TAG = numbers("wire_type"), numbers("wire_tag")


def message(kind, **fields):
    out = bytes([1, TYPE["WIRE_" + kind]])
    for name, value in sorted(fields.items(), key=lambda f: TAG["TAG_" + f[0]]):
        if isinstance(value, int):
            value = struct.pack(">q", value)
        elif isinstance(value, str):
            value = value.encode()
        out += bytes([TAG["TAG_" + name]]) + struct.pack(">H", len(value)) + value
    return out


def dial():
    s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    s.settimeout(0)
    while True:
        try:
            s.connect(path)
            s.settimeout(2)
            return s
        except BlockingIOError:  # others wait to be let in
            time.sleep(0.01)


def ends(*messages):
    """Whether the engine hangs up, saying nothing."""
    s = dial()
    try:
        for m in messages:
            s.send(m)
        return s.recv(8192) == b""
    except ConnectionError:
        return True
    except socket.timeout:
        return False


def fetch(n, channel="sms"):
    return message("FETCH", CHANNEL=channel, COUNT=n)


def report(number, attempt=1, status="sent"):
    return message("REPORT", ID=number, ATTEMPT=attempt, STATUS=status,
                   GATEWAY="mine", RESULT="it says so")


def noise():
    random.seed(7)
    good = [fetch(1), report(1), fetch(64, "email")]
    for i in range(600):
        m = bytearray(random.choice(good))
        for _ in range(random.randint(1, 4)):
            m[random.randrange(len(m))] = random.randrange(256)
        m = bytes(m[:random.randint(1, len(m))]) if i % 3 else bytes(m) * 30
        s = dial()
        try:
            for _ in range(random.randint(1, 20)):
                s.send(m)
        except OSError:
            pass
        s.close()
    return True


cases = {
    "login": lambda: ends(message("LOGIN", USER="anna", PASSWORD=sys.argv[4],
                                  CLIENT="localhost")),
    "command": lambda: ends(message("COMMAND", COMMAND=1, ACCOUNT="mallory")),
    "much": lambda: ends(fetch(60), fetch(60)),
    "less": lambda: ends(fetch(-1)),
    "channel": lambda: ends(message("FETCH", CHANNEL="fax", COUNT=1)),
    "nothing": lambda: ends(message("FETCH", COUNT=1)),
    "status": lambda: ends(report(1, status="read")),
    "noise": noise,
    # what it was not handed: on record it is all the same, so an answer comes
    "report": lambda: not ends(*[report(i, a) for i in range(1, 9)
                                 for a in range(2)]),
}
sys.exit(0 if cases[what]() else 1)
