/*
 * Windows' RRAS answers 401 to a GET of the SSTP address and, to the real
 * request, 200 with a length that never ends. Others know no GET there.
 */
#include "sstp_judge.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "httpmsg.h"

static const struct {
	enum sstp_end end;
	const char *word;
} words[] = {
	{SSTP_REFUSED, "CLOSED"}, /* the key sstp_tcp tells these apart */
	{SSTP_FILTERED, "NO_REPLY"},
	{SSTP_UNREACHABLE, "NO_REPLY"},
	{SSTP_NO_TLS, "NO_TLS"},
	{SSTP_NO_REPLY, "NO_REPLY"},
	{SSTP_RESET, "RESET"},
	{SSTP_CLOSED, "CLOSED"},
	{SSTP_NOT_HTTP, "NOT_HTTP"},
};

static bool is_windows(const struct http_reply *r)
{
	return strncasecmp(r->server, "Microsoft-HTTPAPI", 17) == 0;
}

/* Who stands in front, by what it calls itself. */
static bool is_proxy(const struct http_reply *r)
{
	static const char *const names[] = {
		"BigIP",
		"big-ip",
		"cloudflare",
		"awselb",
		"AkamaiGHost",
		"Varnish",
		"squid",
		"HAProxy",
		"envoy",
		"Traefik",
		"Microsoft-Azure-Application-Gateway",
	};

	if (r->via || r->status == 502 || r->status == 504)
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strncasecmp(r->server, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

static bool get_is_alive(const struct http_reply *get)
{
	return get->status == 401 && (is_windows(get) || !get->wants_login);
}

bool sstp_get_is_enough(enum sstp_end end, const struct http_reply *get)
{
	switch (end) {
	case SSTP_ANSWERED:
		return get_is_alive(get);
	case SSTP_CLOSED:
	case SSTP_RESET:
	case SSTP_NO_REPLY:
		return false; /* perhaps it only knows the real request */
	case SSTP_REFUSED:
	case SSTP_FILTERED:
	case SSTP_UNREACHABLE:
	case SSTP_NO_TLS:
	case SSTP_NOT_HTTP:
	case SSTP_NOT_TRIED:
		break;
	}
	return true;
}

static void set(struct sstp_finding *f, const char *word, const char *who)
{
	snprintf(f->word, sizeof(f->word), "%s", word);
	f->who = who;
	f->bad = strcmp(word, "OK") != 0;
}

static void judge_end(struct sstp_finding *f, enum sstp_end end)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (words[i].end == end) {
			set(f, words[i].word, "NONE");
			return;
		}
	set(f, "UNKNOWN", "UNKNOWN");
}

static void judge_status(struct sstp_finding *f, const struct http_reply *r,
	enum sstp_end post_end)
{
	char word[24];

	if (r->status == 200)
		snprintf(word, sizeof(word), "HTTP_200_NOT_SSTP");
	else
		snprintf(word, sizeof(word), "HTTP_%d", r->status);
	set(f, word, is_proxy(r) ? "PROXY" : "WEB_SERVER");
	/* HTTP.sys is there, but nobody has registered the address. */
	if (is_windows(r))
		f->who = "WINDOWS_WITHOUT_SSTP";
	/* A web server would decline; this one took it and waits. */
	else if (post_end == SSTP_NO_REPLY)
		f->who = "UNKNOWN";
}

void sstp_judge(enum sstp_end get_end, const struct http_reply *get,
	enum sstp_end post_end, const struct http_reply *post,
	struct sstp_finding *f)
{
	if (get_end == SSTP_ANSWERED && get_is_alive(get))
		set(f, "OK", is_windows(get) ? "RRAS" : "UNKNOWN");
	else if (post_end == SSTP_ANSWERED && post->status == 200 &&
		 post->endless)
		set(f, "OK", is_windows(post) ? "RRAS" : "OTHER_SSTP");
	else if (get_end == SSTP_ANSWERED) /* a POST like ours gets 400 */
		judge_status(f, get, post_end);
	else if (post_end == SSTP_ANSWERED)
		judge_status(f, post, post_end);
	else
		judge_end(f, get_end);
}
