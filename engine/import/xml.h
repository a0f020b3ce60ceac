/*
 * Reading XML through libxml2, a child of the root at a time, by local names:
 * vendors disagree on namespaces, not on names.  No DTD, no entities but XML's
 * own, no network, libxml2's limits on depth and sizes.
 */
#ifndef MF_IMPORT_XML_H
#define MF_IMPORT_XML_H

#include <libxml/tree.h>

#include "import/run.h"

/* What is done with the elements of one format. */
struct xml_form {
	enum import_format format;
	/* Each child of the root; gone, and wiped, when this returns. */
	enum mf_err (*child)(struct run *, void *ctx, xmlNode *) MF_CHECKED;
};

/* The whole file; finds its form by the root element. */
enum mf_err xml_import(struct run *) MF_CHECKED;

/* The first child element with this local name, or NULL; node may be NULL. */
xmlNode *xml_child(xmlNode *node, const char *name);
/* The first of names, of which the list ends with NULL. */
xmlNode *xml_child_of(xmlNode *node, const char *const *names);
/* By a path of local names: "CipherData/CipherValue". */
xmlNode *xml_find(xmlNode *node, const char *path);
xmlNode *xml_next(xmlNode *node); /* the next sibling of the same name */
bool xml_is(const xmlNode *node, const char *name);

/*
 * The node's own text without white space around it, NUL-terminated; "" for
 * a node that is NULL.  MF_EFULL: longer than size - 1.
 */
enum mf_err xml_text(const xmlNode *node, char *out, size_t size) MF_CHECKED;
/* An attribute's value, likewise. */
enum mf_err xml_attr(
    const xmlNode *node, const char *name, char *out, size_t size) MF_CHECKED;

/* Both, for a record's field: complains with what it is. */
enum mf_err xml_field(struct run *, const char *what, const xmlNode *node,
    char *out, size_t size) MF_CHECKED;

#endif
