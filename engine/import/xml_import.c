#include <string.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlreader.h>
#include <libxml/dict.h>

#include "import/pskc.h"
#include "import/safenet.h"
#include "import/xml.h"
#include "util/crypto.h"
#include "util/text.h"

struct reading {
	struct run *run;
	xmlTextReader *reader;
	const struct xml_form *form;
	struct pskc *pskc; /* the ctx of its form */
	bool complained;   /* of the XML itself */
};

static int
read_bytes(void *ctx, char *out, int n)
{
	struct source *s = ctx;
	size_t got = source_read(s, out, (size_t)n);

	return s->err == MF_OK ? (int)got : -1;
}

/* Only the first fault is told; the others follow from it. */
static void
fault(void *ctx, xmlErrorPtr err)
{
	struct reading *x = ctx;
	char said[200], show[800], *end;

	if (x->complained || err->level < XML_ERR_ERROR ||
	    x->run->src.err != MF_OK)
		return;
	x->complained = true;
	(void)snprintf(
	    said, sizeof(said), "%s", err->message == NULL ? "" : err->message);
	if ((end = strpbrk(said, "\n")) != NULL)
		*end = '\0';
	if ((end = strstr(said, " use XML_PARSE_")) != NULL)
		*end = '\0'; /* advice for programmers */
	(void)run_bad_file(x->run, err->line > 0 ? (size_t)err->line : 0,
	    "this is not well-formed XML: %s. Is the file complete?",
	    run_show(show, sizeof(show), said));
}

/* The seeds in a tree that libxml2 is about to free. */
static void
wipe_tree(xmlNode *node)
{
	for (; node != NULL; node = node->next) {
		if (node->type == XML_ELEMENT_NODE)
			wipe_tree(node->children);
		else if (node->content != NULL &&
		    (node->type == XML_TEXT_NODE ||
			node->type == XML_CDATA_SECTION_NODE) &&
		    (node->doc == NULL || node->doc->dict == NULL ||
			!xmlDictOwns(node->doc->dict, node->content)))
			wipe(
			    node->content, strlen((const char *)node->content));
	}
}

static enum mf_err
find_form(struct reading *x)
{
	static const struct xml_form *const forms[] = { &xml_pskc,
		&xml_safenet };
	struct run *r = x->run;
	xmlNode *root = xmlTextReaderCurrentNode(x->reader);
	char show[200];

	if (xml_is(root, "KeyContainer") || xml_is(root, "SecretContainer"))
		r->result->format = IMPORT_PSKC;
	else if (xml_is(root, "Tokens"))
		r->result->format = IMPORT_SAFENET;
	else
		return run_bad_file(r, (size_t)xmlGetLineNo(root),
		    "<%s> is no known kind of seed file; PSKC begins with "
		    "<KeyContainer>, SafeNet's XML with <Tokens>.",
		    run_show(show, sizeof(show), (const char *)root->name));
	if (r->opt->format != IMPORT_DETECT &&
	    r->opt->format != r->result->format)
		return run_bad_file(r, 0,
		    "this is a %s file, not a %s file as was said.",
		    import_format_name(r->result->format),
		    import_format_name(r->opt->format));
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (forms[i]->format == r->result->format)
			x->form = forms[i];
	return r->result->format == IMPORT_PSKC ? pskc_begin(r, root) : MF_OK;
}

/* Looks at the node the reader stands at.  *taken: it was read with all in it.
 */
static enum mf_err
node(struct reading *x, bool *taken)
{
	int type = xmlTextReaderNodeType(x->reader);
	xmlNode *n;
	enum mf_err e;

	*taken = false;
	if (type == XML_READER_TYPE_DOCUMENT_TYPE) {
		x->complained = true;
		return run_bad_file(x->run,
		    (size_t)xmlTextReaderGetParserLineNumber(x->reader),
		    "the file has a DOCTYPE, which no seed file needs and "
		    "which can do harm. Remove it, if you trust the file.");
	}
	if (type != XML_READER_TYPE_ELEMENT)
		return MF_OK;
	if (x->form == NULL)
		return find_form(x); /* the root is the first */
	if ((n = xmlTextReaderExpand(x->reader)) == NULL)
		return MF_OK; /* the next step reports it */
	if (x->complained && n->next == NULL)
		return MF_EINVAL; /* the end of it is beyond the fault */
	*taken = true;
	e = x->form->child(x->run, x->pskc, n);
	wipe_tree(n->children);
	return e;
}

static enum mf_err
walk(struct reading *x)
{
	int rc = xmlTextReaderRead(x->reader);

	while (rc == 1) {
		bool taken, rooted = x->form != NULL;
		enum mf_err e = node(x, &taken);

		if (e != MF_OK && (e != MF_EINVAL || !rooted || x->complained))
			return e;
		if (x->pskc->closed)
			return MF_EINVAL;
		rc = taken ? xmlTextReaderNext(x->reader)
			   : xmlTextReaderRead(x->reader);
	}
	if (x->run->src.err != MF_OK)
		return x->run->src.err;
	if (rc != 0 && !x->complained)
		return run_bad_file(x->run, 0, "this is not well-formed XML.");
	return MF_OK;
}

enum mf_err
xml_import(struct run *r)
{
	struct pskc pskc = { 0 };
	struct reading x = { .run = r, .pskc = &pskc };
	enum mf_err e;

	x.reader = xmlReaderForIO(read_bytes, NULL, &r->src, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_BIG_LINES);
	if (x.reader == NULL)
		return MF_ENOMEM;
	xmlTextReaderSetStructuredErrorHandler(x.reader, fault, &x);
	e = walk(&x);
	xmlFreeTextReader(x.reader);
	pskc_clear(&pskc);
	return e;
}
