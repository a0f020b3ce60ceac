/* SafeNet's (Aladdin's) XML: <Tokens> of <Token serial=> with a <Seed>. */
#ifndef MF_IMPORT_SAFENET_H
#define MF_IMPORT_SAFENET_H

#include "import/xml.h"

extern const struct xml_form xml_safenet;

#endif
