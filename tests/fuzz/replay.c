/*
 * Feeds every file of the folders given to a fuzzer's entry, once: the kept
 * corpus as a test, with any compiler and without the fuzzer's library.
 */
#include <dirent.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static int replay(const char *folder, const char *name)
{
	char path[4096];
	uint8_t *bytes;
	long size;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "rb");
	if (!f || fseek(f, 0, SEEK_END) < 0 || (size = ftell(f)) < 0)
		return -1;
	rewind(f);
	/* Exactly as long as the file, so that reading beyond is seen. */
	bytes = malloc(size ? (size_t)size : 1);
	if (!bytes || fread(bytes, 1, (size_t)size, f) != (size_t)size)
		return -1;
	fclose(f);
	LLVMFuzzerTestOneInput(bytes, (size_t)size);
	free(bytes);
	return 0;
}

int main(int argc, char **argv)
{
	size_t n = 0;

	for (int i = 1; i < argc; i++) {
		DIR *dir = opendir(argv[i]);
		struct dirent *e;

		while (dir && (e = readdir(dir))) {
			if (*e->d_name == '.')
				continue;
			if (replay(argv[i], e->d_name) < 0) {
				fprintf(stderr, "cannot replay %s/%s\n",
					argv[i], e->d_name);
				return 1;
			}
			n++;
		}
		if (dir)
			closedir(dir);
	}
	if (!n)
		fprintf(stderr, "%s: no corpus\n", argv[0]);
	return n ? 0 : 1;
}
