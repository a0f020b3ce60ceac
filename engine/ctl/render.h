/*
 * Rows for people: tables and records, sentences.  What comes from the engine
 * may hold what a packet held: it is escaped before it reaches a terminal.
 */
#ifndef MF_RENDER_H
#define MF_RENDER_H

#include "ctl/ctl.h"
#include "util/text.h"

#define SHEET_ROWS    200 /* rows whose columns are aligned together */
#define SHEET_COLUMNS 6

/* Rows of one kind on their way out.  Zeroed but for record: ready. */
struct sheet {
	const char *record; /* the row shown as a record; or NULL */
	const struct table *table;
	char *cell[SHEET_ROWS][SHEET_COLUMNS];
	size_t n;
	unsigned width[SHEET_COLUMNS];
	bool titled, any;
};

/* A call_row: prints, or keeps until the columns are known.  JSON: at once. */
int sheet_row(struct ctl *, const struct wire_msg *, void *sheet);
/* Prints what was kept and frees it. */
void sheet_flush(struct ctl *, struct sheet *);

/* The last message, for people or as JSON. */
void render_done(struct ctl *, const struct wire_msg *);

/* A text field, line by line, with a newline at its end; nothing if absent. */
void render_text(FILE *, const struct wire_msg *, enum wire_tag);

/* A field in one line.  Secrets but a new code and URI are never put. */
void render_field(struct text *, const struct wire_msg *, enum wire_tag);

/* As it may reach a terminal, lines kept apart. */
void render_lines(struct text *, struct slice);

/* "1,234,567" */
void render_number(int64_t, char out[32]);

#endif
