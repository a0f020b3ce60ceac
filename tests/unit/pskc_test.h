/* Parts of PSKC files, put together by the tests. */
#ifndef PSKC_TEST_H
#define PSKC_TEST_H

#include <stdio.h>
#include <unistd.h>

#include "import_test.h"

#define N(a) (sizeof(a) / sizeof(a[0]))

#define CONTAINER(s)                                                           \
	"<KeyContainer Version=\"1.0\" "                                       \
	"xmlns=\"urn:ietf:params:xml:ns:keyprov:pskc\">" s "</KeyContainer>"
#define SECRET  "<Secret><PlainValue>" B64_20 "</PlainValue></Secret>"
#define SERIAL  "<DeviceInfo><SerialNo>7</SerialNo></DeviceInfo>"
#define LENGTH6 "<AlgorithmParameters><ResponseFormat Length=\"6\"/>"
#define PARAMS  LENGTH6 "</AlgorithmParameters>"
#define KEY(alg, s)                                                            \
	CONTAINER("<KeyPackage>" SERIAL "<Key Algorithm=\"" alg "\">" s        \
		  "</Key></KeyPackage>")
#define HOTP(s)    KEY("urn:ietf:params:xml:ns:keyprov:pskc:hotp", s)
#define TOTP(s)    KEY("urn:ietf:params:xml:ns:keyprov:pskc:totp", s)
#define COUNTER(s) "<Counter><PlainValue>" s "</PlainValue></Counter>"
#define XENC       "http://www.w3.org/2001/04/xmlenc#"
#define CIPHER(alg, s)                                                         \
	"<EncryptionMethod Algorithm=\"" XENC alg "\"/><CipherData>"           \
	"<CipherValue>" s "</CipherValue></CipherData>"

/* RFC 6030 figure 6: key and MAC key are in the file's text there. */
#define MAC6                                                                   \
	"<MACMethod Algorithm=\"http://www.w3.org/2000/09/"                    \
	"xmldsig#hmac-sha1\"><MACKey>" CIPHER("aes128-cbc",                    \
	    "ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaM"         \
	    "rR7I5wSX") "</MACKey></MACMethod>"
#define VALUE6                                                                 \
	"<Secret><EncryptedValue>" CIPHER("aes128-cbc",                        \
	    "AAECAwQFBgcICQoLDA0OD+cIHItlB3Wra1DUpxVvOx2lef1VmNPCMl8jwZqI"     \
	    "UqGv") "</EncryptedValue>"
#define FIGURE6(before, mac)                                                   \
	CONTAINER("<EncryptionKey><KeyName>Pre-shared-key</KeyName>"           \
		  "</EncryptionKey>" before "<KeyPackage>" SERIAL              \
		  "<Key Algorithm=\"urn:x:hotp\">" PARAMS "<Data>" VALUE6 mac  \
		  "</Secret></Data></Key></KeyPackage>")
#define FIGURE6_MAC "<ValueMAC>Su+NvtQfmvfJzF6bmQiJqoLRExc=</ValueMAC>"

/* A draft's: 3DES with two keys, no MAC key but the encryption key. */
#define DRAFT(digest)                                                          \
	"<SecretContainer version=\"1.2\"><EncryptionMethod "                  \
	"algorithm=\"3DES112-CBC\"/><DigestMethod "                            \
	"algorithm=\"HMAC-SHA1\"/><Device><DeviceId><SerialNo>7</SerialNo>"    \
	"</DeviceId><Secret SecretAlgorithm=\"HOTP\"><Usage>"                  \
	"<ResponseFormat format=\"DECIMAL\" length=\"6\"/></Usage>"            \
	"<Data Name=\"SECRET\"><Value>"                                        \
	"AAECAwQFBgdoLMe+UwkhC6xBu1jE1ghJtMHEMuHuBBQ=</Value>"                 \
	"<ValueDigest>" digest "</ValueDigest></Data>"                         \
	"<Data Name=\"COUNTER\"><Value>AAAAAAAAAAw=</Value></Data>"            \
	"</Secret></Device></SecretContainer>"

static const uint8_t key6[16] = { 0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34,
	0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12 };

#endif
