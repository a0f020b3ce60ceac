/* The children of a PSKC container, one after the other. */
#include <string.h>

#include "import/pskc.h"

enum mf_err
pskc_begin(struct run *r, xmlNode *root)
{
	char version[32], show[130];

	if (!xml_is(root, "KeyContainer"))
		return MF_OK;
	if (xml_attr(root, "Version", version, sizeof(version)) != MF_OK ||
	    (version[0] == '\0' &&
		xml_attr(root, "version", version, sizeof(version)) != MF_OK) ||
	    (version[0] != '\0' && strcmp(version, "1.0") != 0 &&
		strcmp(version, "1") != 0))
		return run_bad_file(r, (size_t)xmlGetLineNo(root),
		    "this is PSKC of version %s; 1.0 is known here.",
		    run_show(show, sizeof(show), version));
	return MF_OK;
}

/* All keys of a package; a bad one does not hide the next. */
static enum mf_err
package(struct run *r, struct pskc *p, xmlNode *node)
{
	static const char *const keys[] = { "Key", "Secret", NULL };
	xmlNode *key = xml_child_of(node, keys);
	enum mf_err e, worst = MF_OK;

	if (key == NULL) {
		run_next(r, (size_t)xmlGetLineNo(node));
		return run_bad(r, "the key package has no key.");
	}
	for (; key != NULL && !p->closed; key = xml_next(key)) {
		e = pskc_key(r, p, node, key);
		if (e != MF_OK && e != MF_EINVAL)
			return e;
		worst = e == MF_OK ? worst : e;
	}
	return worst;
}

static enum mf_err
child(struct run *r, void *ctx, xmlNode *node)
{
	struct pskc *p = ctx;
	enum mf_err e = MF_OK;

	if (xml_is(node, "KeyPackage") || xml_is(node, "Device"))
		return package(r, p, node);
	if (xml_is(node, "EncryptionKey") || xml_is(node, "EncryptionMethod"))
		e = pskc_encryption(r, p, node);
	else if (xml_is(node, "MACMethod") || xml_is(node, "DigestMethod") ||
	    xml_is(node, "MACAlgorithm"))
		e = pskc_mac_method(r, p, node);
	else if (xml_is(node, "Signature")) {
		r->serial[0] = '\0';
		r->record = 0;
		run_note(r, NOTE_SIGNED);
	}
	/* What says how to decrypt is wrong: nothing after it will open. */
	if (e == MF_EINVAL)
		p->closed = true;
	return e;
}

const struct xml_form xml_pskc = { .format = IMPORT_PSKC, .child = child };
