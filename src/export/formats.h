/* The writers, one file each. */
#ifndef EXPORT_FORMATS_H
#define EXPORT_FORMATS_H

#include "export/export.h"

void write_text(const struct record *, struct str *out);
void write_markdown(const struct record *, struct str *out);
void write_html(const struct record *, struct str *out);
void write_json(const struct record *, struct str *out);
void write_csv(const struct record *, struct str *out);
void write_handover(const struct record *, struct str *out);

#endif
