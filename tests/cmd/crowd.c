/*
 * Many generated sessions, and what it costs to look at them all:
 *
 *   crowd FOLDER N                   N exported sessions, 1,000 a file
 *   crowd --run SECONDS MB PROG...   run it; 1 when it took more than that
 *   crowd --big ENTRIES              one long session, as its journal
 *
 * The numbers only depend on N. Names and addresses are examples.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "export/export.h"
#include "os/file.h"

#define START INT64_C(1780000000000)
#define PER_FILE 1000

static unsigned seed = 20261121;

static unsigned pick(unsigned n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % n;
}

static struct entry *add(struct record *r, const char *tree, const char *node,
	const char *title)
{
	struct entry *e = record_add(r);
	int64_t last = r->n > 1 ? e[-1].reply.at : r->started;

	e->reply.kind = REPLY_CHOICE;
	e->reply.node = node;
	e->reply.choice = "yes";
	e->reply.at = last + 1000 + (int64_t)pick(120000);
	e->tree = tree;
	e->title = title;
	e->outcome = "yes";
	e->label = "Yes, that is so";
	e->to = "next";
	return e;
}

static void stand(struct record *r, struct entry *e, const char *state,
	const struct named *cause)
{
	struct now *now = arena_alloc(&r->arena, sizeof *now);

	now->state = state;
	now->node = e->reply.node;
	now->title = e->title;
	if (cause)
		now->cause = *cause;
	e->now = now;
}

/* A check with its output, the most of a session's bytes. */
static struct entry *add_check(struct record *r, const char *tree)
{
	struct entry *e = add(r, tree, "ntauth", "Is the issuing CA trusted?");

	e->reply.kind = REPLY_RESULT;
	e->reply.by = BY_CHECK;
	e->reply.choice = NULL;
	e->reply.result = (struct result){.verdict = RESULT_RAN,
		.way = WAY_SSH,
		.has_exit = true,
		.ms = 100 + (long)pick(5000)};
	e->reply.result.out = arena_printf(&r->arena,
		"NTAUTH=missing\nCERT=%08x%08x\nNotAfter=2027-03-0%u\n"
		"Subject=CN=user%u\nIssuer=CN=Example Issuing CA %u\n",
		pick(65536), pick(65536), 1 + pick(9), pick(5000), pick(4));
	e->reply.result.outlen = strlen(e->reply.result.out);
	e->machine = "the NPS server";
	e->shell = "powershell";
	e->run_as = "user";
	e->command = "Get-ChildItem -Path Cert:\\LocalMachine\\NTAuth";
	return e;
}

static void add_fix(struct record *r, const char *tree,
	const struct named *cause)
{
	struct entry *e = add(r, tree, "publish", "Publish the issuing CA");
	bool helped = pick(4) > 0;

	e->role = "fix";
	e->outcome = e->reply.choice = "done";
	e = add(r, tree, "publish#verify", "Verify: is it trusted now?");
	e->role = "verify";
	e->way = helped ? "fixed" : "not_fixed";
	e = add(r, tree, helped ? "solved" : "hand_over",
		helped ? "Solved" : "Hand over to the PKI team");
	stand(r, e, helped ? "resolved" : "escalated", cause);
}

static void walk(struct record *r, unsigned questions)
{
	static const struct named causes[] = {
		{"ntauth_missing", "Issuing CA not in NTAuth"},
		{"client_cert", "User certificate missing or expired"},
		{"revocation", "NPS cannot check the revocation"},
		{"strong_mapping", "Certificate not mapped to the account"},
	};
	static const char *const trees[] = {
		"error-853", "error-809", "error-812"};
	const char *tree = trees[pick(3)];
	const struct named *cause = &causes[pick(4) * pick(4) / 3];
	struct entry *e = NULL;

	r->tree = tree;
	for (unsigned i = 0; i < questions; i++)
		e = add(r, tree,
			arena_printf(&r->arena, "question%u", pick(12)),
			"Does the same happen at another place?");
	if (pick(50) == 0)
		*add(r, tree, "question1", NULL) =
			(struct entry){.number = r->n - 1,
				.reply = {.kind = REPLY_FLAG,
					.node = "question1",
					.at = e->reply.at,
					.text = "two answers fit here",
					.len = 20}};
	e = add_check(r, tree);
	if (pick(6) == 0) {
		stand(r, e, "open", NULL);
		return;
	}
	e->finds = *cause;
	stand(r, e, "open", cause);
	add_fix(r, tree, cause);
}

static void make(struct record *r, unsigned i, unsigned questions)
{
	record_init(r);
	r->id = arena_printf(&r->arena, "20260528-%06u", i);
	r->program = "0.1.0";
	r->tree_version = "1.0.0";
	r->tree_hash = "d194e92f99014a24";
	r->title = "VPN error: the certificate was not accepted";
	r->ticket = arena_printf(&r->arena, "INC%07u", i);
	r->technician = "Tom Example";
	r->caller = "ann@example.com";
	r->started = START + (int64_t)i * 60000;
	walk(r, questions);
	record_settle(r);
}

static int crowd(const char *folder, unsigned n)
{
	const struct exporter *json = exporter_find("json");
	struct str out = STR_INIT, path = STR_INIT;
	struct record r;

	if (file_mkdirs(folder) < 0)
		return perror(folder), 1;
	for (unsigned i = 0; i < n; i++) {
		make(&r, i, 2 + pick(6));
		json->write(&r, &out);
		record_release(&r);
		if (i % PER_FILE != PER_FILE - 1 && i + 1 < n)
			continue;
		str_reset(&path);
		str_addf(&path, "%s/%05u.jsonl", folder, i / PER_FILE);
		if (file_write(NULL, path.s, out.s, out.len, FILE_REPLACE) < 0)
			return perror(path.s), 1;
		str_reset(&out);
	}
	str_release(&out);
	str_release(&path);
	return 0;
}

static int big(unsigned entries)
{
	struct str out = STR_INIT;
	struct record r;
	struct json j;

	make(&r, 1, entries);
	json_init(&j, &out, false);
	record_write_header(&j, &r);
	str_addc(&out, '\n');
	for (size_t i = 0; i < r.n; i++) {
		json_init(&j, &out, false);
		record_write_entry(&j, &r.entries[i]);
		str_addc(&out, '\n');
	}
	fwrite(out.s, 1, out.len, stdout);
	record_release(&r);
	str_release(&out);
	return 0;
}

static int run(double seconds, long mb, char **argv)
{
	struct timespec a, b;
	struct rusage used;
	int status;
	double took;
	pid_t pid;

	clock_gettime(CLOCK_MONOTONIC, &a);
	pid = fork();
	if (pid == 0) {
		execv(argv[0], argv);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return perror(argv[0]), 1;
	clock_gettime(CLOCK_MONOTONIC, &b);
	getrusage(RUSAGE_CHILDREN, &used);
	took = (double)(b.tv_sec - a.tv_sec) +
	       (double)(b.tv_nsec - a.tv_nsec) / 1e9;
	fprintf(stderr, "%.2f s of %.0f, %ld MB of %ld\n", took, seconds,
		used.ru_maxrss / 1024, mb);
	return status != 0 || took > seconds || used.ru_maxrss / 1024 > mb;
}

int main(int argc, char **argv)
{
	if (argc > 4 && strcmp(argv[1], "--run") == 0)
		return run(atof(argv[2]), atol(argv[3]), argv + 4);
	if (argc == 3 && strcmp(argv[1], "--big") == 0)
		return big((unsigned)atol(argv[2]));
	if (argc == 3)
		return crowd(argv[1], (unsigned)atol(argv[2]));
	return 2;
}
