/* The machine we run on, as far as it changes what a result means. */
#include "os/here.h"

#include <stdio.h>
#include <string.h>

bool here_is_wsl(void)
{
	FILE *f = fopen("/proc/version", "r");
	char line[512] = "";
	size_t n;

	if (!f)
		return false;
	n = fread(line, 1, sizeof(line) - 1, f);
	fclose(f);
	line[n] = '\0';
	return strstr(line, "microsoft") || strstr(line, "Microsoft");
}
