#!/usr/bin/python3
"""A simulated SMS gateway: it does on request what no real one does.

pretender.py PORT MANNER LOG [CERT KEY]

MANNER is a file with one word, read anew for each request: ok, slow (1 s),
hang (60 s), error (200 with an error in the body), huge (10 MB), reset,
redirect, refuse (400), down (503), echo (200 with the request in the body),
say STATUS TEXT (that answer).
Each request is a line of JSON in LOG.
"""
import http.server
import json
import socketserver
import ssl
import struct
import socket
import sys
import threading
import time

PORT, MANNER, LOG = int(sys.argv[1]), sys.argv[2], sys.argv[3]
lock = threading.Lock()


class Gateway(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body, headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle_one(self):
        n = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(n).decode()
        with lock, open(LOG, "a") as log:
            log.write(json.dumps({
                "at": time.time(), "method": self.command,
                "path": self.path, "body": body,
                "headers": {k.lower(): v for k, v in self.headers.items()},
            }) + "\n")
        with open(MANNER) as manner:
            how = manner.read().strip()
        if how.startswith("say "):
            _, status, text = how.split(" ", 2)
            self.answer(int(status), text.encode())
            return
        if how in ("slow", "hang"):
            time.sleep(1 if how == "slow" else 60)
        if how == "error":
            self.answer(200, b'{"status": "rejected: no money"}')
        elif how == "huge":
            self.answer(200, b"x" * 10_000_000)
        elif how == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                       struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
        elif how == "redirect":
            self.answer(302, b"elsewhere", [("Location", "/elsewhere")])
        elif how == "refuse":
            self.answer(400, b'{"error": "no such number"}')
        elif how == "down":
            self.answer(503, b"out of order")
        elif how == "echo":
            self.answer(200, b'{"status": "accepted", "text": "'
                        + (self.path + body).encode() + b'"}')
        else:
            self.answer(200, b'{"status": "accepted"}')

    do_GET = do_POST = do_PUT = handle_one

    def log_message(self, *_):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_):
        pass


server = Server(("127.0.0.1", PORT), Gateway)
if len(sys.argv) > 5:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[4], sys.argv[5])
    server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
