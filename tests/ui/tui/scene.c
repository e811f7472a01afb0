#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xmem.h"
#include "os/file.h"

#define NOW INT64_C(1795237920000)

static struct library *library;

int scene_load(void **state)
{
	const struct schema schema = {node_shapes, NULL};
	const char *dirs[] = {"tests/ui/trees"};
	const struct places places = {dirs, 1};

	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("TMUX");
	unsetenv("STY");
	library = library_load(&places, &schema);
	return catalog_tree(&library->catalog, "desk") ? 0 : -1;
}

int scene_unload(void **state)
{
	library_free(library);
	return 0;
}

void scene_open(struct scene *s, const struct ui_options *o, int rows, int cols)
{
	memset(s, 0, sizeof(*s));
	if (o)
		s->o = *o;
	s->theme = xmalloc(sizeof(*s->theme));
	theme_init(s->theme);
	/* Only the tree of these tests: what ships changes. */
	for (size_t i = 0; i < library->catalog.n; i++)
		if (!strcmp(library->catalog.trees[i]->id, "desk"))
			s->catalog = (struct catalog){
				.trees = &library->catalog.trees[i],
				.n = 1,
				.common = library->catalog.common};
	s->o.catalog = &s->catalog;
	s->o.codes = &library->codes;
	s->o.theme = s->theme;
	guide_init(&s->g, &s->o);
	memcpy(s->g.tag, "7K2", 4);
	s->g.fixed_now = NOW;
	s->g.started = NOW;
	guide_begin(&s->g);
	s->screen =
		screen_new("xterm-256color", s->theme, SCREEN_OFF, rows, cols);
	assert_non_null(s->screen);
	s->app = app_new(&s->g, s->screen);
	input_init(&s->in);
	str_init(&s->text);
}

void scene_close(struct scene *s)
{
	app_free(s->app);
	screen_free(s->screen);
	guide_release(&s->g);
	input_release(&s->in);
	theme_free(s->theme);
	str_release(&s->text);
}

static void serve(struct scene *s)
{
	struct event e;

	while (input_next(&s->in, &e))
		app_event(s->app, &e);
	while (input_flush(&s->in, &e))
		app_event(s->app, &e);
}

void scene_type(struct scene *s, const char *bytes)
{
	input_add(&s->in, bytes, strlen(bytes));
	serve(s);
}

void scene_paste(struct scene *s, const char *text)
{
	input_add(&s->in, "\033[200~", 6);
	input_add(&s->in, text, strlen(text));
	input_add(&s->in, "\033[201~", 6);
	serve(s);
}

void scene_later(struct scene *s, int seconds)
{
	s->g.fixed_now += seconds * 1000;
	app_tick(s->app);
}

void scene_resize(struct scene *s, int rows, int cols)
{
	screen_resize(s->screen, rows, cols);
}

const char *scene_text(struct scene *s)
{
	struct canvas c;

	app_draw(s->app);
	screen_frame(s->screen);
	c = screen_size(s->screen);
	str_reset(&s->text);
	for (int y = 0; y < c.rows; y++) {
		screen_line(s->screen, y, &s->text);
		str_addc(&s->text, '\n');
	}
	return s->text.s;
}

void scene_has(struct scene *s, const char *text)
{
	if (!strstr(scene_text(s), text))
		fail_msg("'%s' is not on the screen:\n%s", text, s->text.s);
}

void scene_has_not(struct scene *s, const char *text)
{
	if (strstr(scene_text(s), text))
		fail_msg("'%s' is on the screen:\n%s", text, s->text.s);
}

void scene_is(struct scene *s, const char *name)
{
	struct str path = STR_INIT, want = STR_INIT;
	int y, x;

	scene_text(s);
	screen_where(s->screen, &y, &x);
	str_addf(&s->text, "cursor %d,%d\n", y, x);
	str_addf(&path, "tests/screens/%s.screen", name);
	if (getenv("UPDATE_SCREENS"))
		assert_int_equal(file_write(NULL, path.s, s->text.s,
					 s->text.len, FILE_REPLACE),
			0);
	if (file_read(path.s, 1 << 20, &want) < 0)
		fail_msg("there is no %s", path.s);
	if (strcmp(want.s, s->text.s))
		fail_msg("%s differs; now it is:\n%s", path.s, s->text.s);
	str_release(&path);
	str_release(&want);
}
