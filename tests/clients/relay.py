"""relay.py PORT TO DROP LOG

Carries RADIUS packets from 127.0.0.1:PORT to 127.0.0.1:TO and back; each
sender has a port of its own at the other side, too.  DROP is a file with a
number: so many of the next Access-Accepts do not come back, and the number in
it goes down.  LOG gets a line for each packet: "request" or "reply", the
sender's port, code, id, authenticator, and "lost" where it was dropped.
"""

import os
import selectors
import socket
import sys

ACCEPT = 2

port, to, drop, log = sys.argv[1:]
ways = selectors.DefaultSelector()
there = {}


def put(*words):
    with open(log, "a", encoding="ascii") as f:
        print(*words, file=f)


def is_to_be_lost(packet):
    try:
        with open(drop, encoding="ascii") as f:
            left = int(f.read())
    except FileNotFoundError:
        return False
    if packet[0] != ACCEPT or left == 0:
        return False
    with open(drop + ".new", "w", encoding="ascii") as f:
        print(left - 1, file=f)
    os.rename(drop + ".new", drop)
    return True


def note(what, sender, packet, *more):
    put(what, sender[1], packet[0], packet[1], packet[4:20].hex(), *more)


def forward(packet, sender):
    if sender not in there:
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.connect(("127.0.0.1", int(to)))
        there[sender] = s
        ways.register(s, selectors.EVENT_READ, sender)
    note("request", sender, packet)
    there[sender].send(packet)


def back(packet, sender):
    if is_to_be_lost(packet):
        note("reply", sender, packet, "lost")
        return
    note("reply", sender, packet)
    here.sendto(packet, sender)


here = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
here.bind(("127.0.0.1", int(port)))
ways.register(here, selectors.EVENT_READ)
while True:
    for key, _ in ways.select():
        if key.fileobj is here:
            forward(*here.recvfrom(4096))
        else:
            back(key.fileobj.recv(4096), key.data)
