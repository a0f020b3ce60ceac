#include <string.h>

#include "import/xml.h"
#include "util/text.h"

bool
xml_is(const xmlNode *node, const char *name)
{
	return node != NULL && node->type == XML_ELEMENT_NODE &&
	    strcmp((const char *)node->name, name) == 0;
}

static xmlNode *
first(xmlNode *node, const char *name, size_t n)
{
	for (; node != NULL; node = node->next)
		if (node->type == XML_ELEMENT_NODE &&
		    strncmp((const char *)node->name, name, n) == 0 &&
		    node->name[n] == '\0')
			return node;
	return NULL;
}

xmlNode *
xml_child(xmlNode *node, const char *name)
{
	return node == NULL ? NULL : first(node->children, name, strlen(name));
}

xmlNode *
xml_child_of(xmlNode *node, const char *const *names)
{
	xmlNode *found = NULL;

	for (; *names != NULL && found == NULL; names++)
		found = xml_child(node, *names);
	return found;
}

xmlNode *
xml_find(xmlNode *node, const char *path)
{
	while (node != NULL) {
		size_t n = strcspn(path, "/");

		node = first(node->children, path, n);
		if (path[n] == '\0')
			break;
		path += n + 1;
	}
	return node;
}

xmlNode *
xml_next(xmlNode *node)
{
	const char *name = (const char *)node->name;

	return first(node->next, name, strlen(name));
}

/* Without the white space around it. */
static void
trim(struct text *t)
{
	size_t start = strspn(t->buf, " \t\r\n");

	while (t->len > start && strchr(" \t\r\n", t->buf[t->len - 1]) != NULL)
		t->len--;
	t->len -= start;
	memmove(t->buf, t->buf + start, t->len);
	t->buf[t->len] = '\0';
}

static enum mf_err
texts(const xmlNode *node, char *out, size_t size)
{
	struct text t;

	text_init(&t, out, size);
	for (; node != NULL; node = node->next) {
		const char *s = (const char *)node->content;

		if ((node->type != XML_TEXT_NODE &&
			node->type != XML_CDATA_SECTION_NODE) ||
		    s == NULL)
			continue;
		if (t.len == 0)
			s += strspn(s, " \t\r\n");
		/* White space at the end must not make it too long. */
		if (strlen(s) >= size - t.len) {
			size_t n = strlen(s);

			while (n > 0 && strchr(" \t\r\n", s[n - 1]) != NULL)
				n--;
			text_putn(&t, s, n);
		} else {
			text_put(&t, s);
		}
	}
	trim(&t);
	return t.cut ? MF_EFULL : MF_OK;
}

enum mf_err
xml_text(const xmlNode *node, char *out, size_t size)
{
	return texts(node == NULL ? NULL : node->children, out, size);
}

enum mf_err
xml_attr(const xmlNode *node, const char *name, char *out, size_t size)
{
	const xmlAttr *a = node == NULL ? NULL : node->properties;

	for (; a != NULL; a = a->next)
		if (strcmp((const char *)a->name, name) == 0)
			return texts(a->children, out, size);
	out[0] = '\0';
	return MF_OK;
}

enum mf_err
xml_field(struct run *r, const char *what, const xmlNode *node, char *out,
    size_t size)
{
	char show[300];

	if (xml_text(node, out, size) == MF_OK)
		return MF_OK;
	return run_bad(r, "the %s \"%s...\" has more than %zu bytes.", what,
	    run_show(show, sizeof(show), out), size - 1);
}
