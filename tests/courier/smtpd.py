#!/usr/bin/python3
"""Debian's aiosmtpd as a mail server: smtpd.py PORT FOLDER tls|starttls|plain
[CERT KEY USER PASSWORD]

What it takes is a file in FOLDER, with the envelope above it; and a line in
FOLDER.log, "ADDRESS TEXT", as a mail program shows it.
nobody@example.org is refused.  While there is a file FOLDER/hang, QUIT has no
answer for a minute.
"""
import asyncio
import email
import email.policy
import os
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

PORT, FOLDER, TLS = int(sys.argv[1]), sys.argv[2], sys.argv[3]


def shown(content):
    mail = email.message_from_bytes(content, policy=email.policy.default)
    return " ".join(mail.get_content().split())


class Handler:
    n = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address == "nobody@example.org":
            return "550 5.1.1 there is nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        if os.path.exists(os.path.join(FOLDER, "hang")):
            await asyncio.sleep(60)
        return "221 Bye"

    async def handle_DATA(self, server, session, envelope):
        Handler.n += 1
        name = os.path.join(FOLDER, str(Handler.n))
        with open(name + ".new", "wb") as f:
            f.write(f"tls={session.ssl is not None} "
                    f"auth={session.authenticated} "
                    f"from={envelope.mail_from} "
                    f"to={envelope.rcpt_tos}\n".encode())
            f.write(envelope.content)
        os.rename(name + ".new", name)
        with open(FOLDER + ".log", "a", encoding="utf-8") as f:
            for address in envelope.rcpt_tos:
                f.write(f"{address} {shown(envelope.content)}\n")
        return "250 2.0.0 taken as %d" % Handler.n


def check(server, session, envelope, mechanism, data):
    right = (data.login == sys.argv[6].encode()
             and data.password == sys.argv[7].encode())
    return AuthResult(success=right, handled=False if not right else True)


context = None
if TLS != "plain":
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[4], sys.argv[5])
auth = {}
if len(sys.argv) > 7:
    auth = {"authenticator": check, "auth_required": True,
            "auth_require_tls": TLS != "plain"}
handler = Handler()
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)


def factory():
    return SMTP(handler, hostname="mail.test", loop=loop,
                tls_context=context if TLS == "starttls" else None,
                require_starttls=TLS == "starttls", **auth)


loop.run_until_complete(loop.create_server(
    factory, "127.0.0.1", PORT, ssl=context if TLS == "tls" else None))
loop.run_forever()
