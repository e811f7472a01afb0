/* What published recipes get wrong stays out of the trees, and what is right
 * is in them: one row per correction of the domain pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

struct correction {
	const char *name;
	const char *wrong[5]; /* nowhere in any tree, part or table */
	const char *file;     /* where the right form stands; NULL: anywhere */
	const char *right[4];
};

static const struct correction corrections[] = {
	{"client 1: commands have straight quotes",
		{"\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\x9C",
			"\xE2\x80\x9D"},
		"revocation", {"-Name IgnoreNoRevocationCheck"}},
	{"client 2: the switch is -urlfetch", {"urlfecth"}, "revocation",
		{"certutil.exe -verify -urlfetch"}},
	{"client 3: the store is printed, not shown in a window",
		{"-viewstore"}, "error-853",
		{"certutil.exe -enterprise -store NTAuth"}},
	{"client 4: NTAuth is published for the forest", {NULL}, "error-853",
		{"certutil.exe -dspublish -f {{ca_file}} NTAuthCA",
			"-addstore NTAuth {{ca_file}}', alternative: true"}},
	{"client 5: 258 counts, not 812 or 853", {NULL}, "error-812",
		{"r258: no_list"}},
	{"client 5: 258 counts, not 812 or 853", {NULL}, "error-853",
		{"r258: no_list"}},
	{"client 6: the name stands in the profile of the PC", {NULL},
		"error-853", {"not into NPS"}},
	{"client 7: code 0 comes with event 20221 as well", {NULL},
		"windows-evidence", {"(?<ras_event>2022[167])"}},
	{"client 8: the words belong to 619, the log has 0", {NULL},
		"mfa-no-challenge", {"codes: [\"0\", \"619\"]"}},
	{"client 9: MSOnline is gone", {"Get-Msol", "Set-Msol", "Connect-Msol"},
		"mfa-no-challenge",
		{"Get-MgServicePrincipal", "Update-MgServicePrincipal"}},
	{"client 10: fragmentation needs a restart of RemoteAccess", {NULL},
		"error-809",
		{"EnableServerFragmentation",
			"Restart-Service -Name RemoteAccess", "2016 or older"}},
	{"client 11: a renewed certificate is selected in the policy", {NULL},
		"error-858", {"fix_select"}},
	{"client 12: RRAS checks no CRL without CertAuthFlags", {NULL},
		"deny-user-or-device", {"CertAuthFlags", "Disallowed"}},
	{"client 13: SSTP renewal knows the load balancer's hash", {NULL},
		"renew-sstp-certificate",
		{"Sha256CertificateHash", "exportable"}},
	{"client 14: SCEP names the SID and the IKE purpose", {NULL},
		"cloud-pki-scep-profile",
		{"{{OnPremisesSecurityIdentifier}}", "1.3.6.1.5.5.8.2.2"}},
	{"client 15: strong mapping is a cause of 853", {NULL}, "error-853",
		{"strong_mapping:", "KDC={0}"}},
	{"client 16: both purposes of an IKEv2 server certificate", {NULL},
		"ikev2-certificate-requirements",
		{"1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.8.2.2"}},
	{"client 17: sc.exe, never sc",
		{"'sc sidtype", "\"sc sidtype", " sc sidtype", "'sc qsidtype"},
		"no-nps-event", {"sc.exe sidtype IAS unrestricted"}},
	{"client 18: today's product name", {"Azure AD", "AzureAD-"}, NULL,
		{"Entra"}},
	{"client 19: XML namespaces are no addresses to match",
		{"https://www.microsoft.com/provisioning"}, NULL, {NULL}},
	{"client 20: IKEv2 tells SSTP certificates apart", {NULL},
		"sstp-certificate", {"IKEv2"}},
	{"nps-pki: the machine is restarted, not a service", {NULL},
		"revocation", {"restart: reboot", "Restart-Computer"}},
	{"nps-pki: a user name between straight quotes",
		{"email\xC2\xA0protected", "[email"}, "deny-user-or-device",
		{"Disconnect-VpnUser -UserName {{session_user}}"}},
	{"nps-pki: letter case counts on build 22000 only", {NULL}, "error-853",
		{"case build=22000 "}},
	{"nps-pki: no backslash before the closing quote",
		{"EAP\\13\\'", "EAP\\\\13\\\\'", "EAP\\25", "EAP\\\\25"},
		"revocation", {"PPP\\\\EAP\\\\13'"}},
	{"nps-pki: 853 branches on the reason of NPS", {NULL}, "error-853",
		{"r295: trust", "r16: kdc", "r259: list_offline"}},
};

static void add_file(struct str *all, const char *path)
{
	FILE *f = fopen(path, "rb");
	char bytes[4096];
	size_t n;

	if (!f)
		fail_msg("cannot open %s", path);
	while ((n = fread(bytes, 1, sizeof(bytes), f)))
		str_add(all, bytes, n);
	fclose(f);
}

static void add_folder(struct str *all, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *d;

	assert_non_null(dir);
	while ((d = readdir(dir))) {
		struct str path = STR_INIT;

		str_addf(&path, "%s/%s", folder, d->d_name);
		if (ends_with(path.s, ".yaml") &&
			!ends_with(path.s, ".test.yaml"))
			add_file(all, path.s);
		str_release(&path);
	}
	closedir(dir);
}

/* The file of a tree or part; everything when no name is given. */
static void right_text(const struct correction *c, const struct str *all,
	struct str *out)
{
	static const char *const parts[] = {"revocation", "windows-evidence"};
	struct str path = STR_INIT;
	bool part = false;

	if (!c->file) {
		str_add(out, all->s, all->len);
		return;
	}
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		part |= strcmp(c->file, parts[i]) == 0;
	str_addf(&path, "trees/%s%s.yaml", part ? "common/" : "", c->file);
	add_file(out, path.s);
	str_release(&path);
}

static int judge(const struct correction *c, const struct str *all)
{
	struct str text = STR_INIT;
	int wrong = 0;

	right_text(c, all, &text);
	for (size_t i = 0; i < 5 && c->wrong[i]; i++)
		if (strstr(all->s, c->wrong[i])) {
			printf("%s: found '%s'\n", c->name, c->wrong[i]);
			wrong++;
		}
	for (size_t i = 0; i < 4 && c->right[i]; i++)
		if (!strstr(text.s, c->right[i])) {
			printf("%s: %s lacks '%s'\n", c->name,
				c->file ? c->file : "every tree", c->right[i]);
			wrong++;
		}
	str_release(&text);
	return wrong;
}

static void every_correction_holds_in_the_trees(void **state)
{
	struct str all = STR_INIT;
	int wrong = 0;

	add_folder(&all, "trees");
	add_folder(&all, "trees/common");
	add_folder(&all, "trees/tables");
	for (size_t i = 0; i < sizeof(corrections) / sizeof(*corrections); i++)
		wrong += judge(&corrections[i], &all);
	str_release(&all);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_correction_holds_in_the_trees),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
