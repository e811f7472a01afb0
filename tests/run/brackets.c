/*
 * A PowerShell script is whole for a console that reads line by line: outside
 * strings and comments every bracket closes, no string is left open, and no
 * empty line stands inside a block. It holds nothing but what only looks.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/readonly.h"
#include "os/file.h"

static int fail(const char *what, const char *at)
{
	printf("%s: %.40s\n", what, at);
	return 1;
}

static int scan(const char *s)
{
	char stack[256];
	size_t depth = 0;

	for (; *s; s++) {
		const char *open = "({[", *close = ")}]", *p;

		if (*s == '#' && (depth == 0 || s[-1] == ' ')) {
			s += strcspn(s, "\n") - 1;
		} else if (*s == '\'' || *s == '"') {
			const char *end = strchr(s + 1, *s);

			if (!end || memchr(s, '\n', (size_t)(end - s)))
				return fail("a string is open", s);
			s = end;
		} else if (s[0] == '\n' && s[1] == '\n' && depth) {
			return fail("an empty line in a block", s);
		} else if ((p = strchr(open, *s))) {
			if (depth == sizeof(stack))
				return fail("too deep", s);
			stack[depth++] = close[p - open];
		} else if (strchr(close, *s)) {
			if (!depth || stack[--depth] != *s)
				return fail("a bracket too many", s);
		}
	}
	return depth ? fail("a bracket is open", s) : 0;
}

int main(int argc, char **argv)
{
	struct str script = STR_INIT;
	struct not_read_only bad;
	int status;

	if (argc != 2 || file_read(argv[1], 1 << 24, &script) < 0)
		return 2;
	status = scan(script.s);
	if (!script_is_read_only(script.s, SHELL_POWERSHELL, &bad))
		status = fail(bad.why, script.s + bad.offset);
	str_release(&script);
	return status;
}
