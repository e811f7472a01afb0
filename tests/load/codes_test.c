/* The tables of codes as `explain` reads them. */
#include "load/load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/engine.h"

/* Forty rows drawn at random from Microsoft's headers and pages. */
static const struct {
	const char *number, *hex, *name;
} rows[] = {
	{"-2146893018", "0x80090326", "SEC_E_ILLEGAL_MESSAGE"},
	{"-2146762489", "0x800B0107", "CERT_E_ISSUERCHAINING"},
	{"-2146762485", "0x800B010B", "TRUST_E_FAIL"},
	{"-2146762484", "0x800B010C", "CERT_E_REVOKED"},
	{"-2143158252", "0x80420014", "EAP_E_EAPHOST_IDENTITY_UNKNOWN"},
	{"-2143158014", "0x80420102", "EAP_E_USER_CERT_EXPIRED"},
	{"-2143157759", "0x80420201", "EAP_E_SERVER_CERT_INVALID"},
	{"-2143157242", "0x80420406", "EAP_E_SERVER_ROOT_CERT_NAME_REQUIRED"},
	{"624", "0x270", "ERROR_CANNOT_WRITE_PHONEBOOK"},
	{"628", "0x274", "ERROR_DISCONNECTION"},
	{"629", "0x275", "ERROR_REMOTE_DISCONNECTION"},
	{"691", "0x2B3", "ERROR_AUTHENTICATION_FAILURE"},
	{"718", "0x2CE", "ERROR_PPP_TIMEOUT"},
	{"734", "0x2DE", "ERROR_PPP_LCP_TERMINATED"},
	{"735", "0x2DF", "ERROR_PPP_REQUIRED_ADDRESS_REJECTED"},
	{"742", "0x2E6", "ERROR_NO_REMOTE_ENCRYPTION"},
	{"781", "0x30D", "ERROR_CERT_FOR_ENCRYPTION_NOT_FOUND"},
	{"798", "0x31E", "ERROR_NO_EAPTLS_CERTIFICATE"},
	{"800", "0x320", "ERROR_AUTOMATIC_VPN_FAILED"},
	{"806", "0x326", "ERROR_VPN_GRE_BLOCKED"},
	{"808", "0x328", "ERROR_VPN_REFUSED"},
	{"809", "0x329", "ERROR_VPN_TIMEOUT"},
	{"811", "0x32B", "ERROR_VPN_BAD_PSK"},
	{"823", "0x337", "ERROR_PEAP_CRYPTOBINDING_INVALID"},
	{"831", "0x33F", "ERROR_FAST_USER_SWITCH"},
	{"832", "0x340", "ERROR_HIBERNATION"},
	{"849", "0x351", "ERROR_INVALID_PEAP_COOKIE_ATTRIBUTES"},
	{"851", "0x353", "ERROR_EAP_METHOD_DOES_NOT_SUPPORT_SSO"},
	{"853", "0x355", "ERROR_EAP_USER_CERT_INVALID"},
	{"857", "0x359", "ERROR_EAP_SERVER_CERT_INVALID"},
	{"859", "0x35B", "ERROR_EAP_SERVER_CERT_REVOKED"},
	{"867", "0x363", "ERROR_PEAP_IDENTITY_MISMATCH"},
	{"930", "0x3A2", "ERROR_AUTH_SERVER_TIMEOUT"},
	{"13801", "0x35E9", "ERROR_IPSEC_IKE_AUTH_FAIL"},
	{"13805", "0x35ED", "ERROR_IPSEC_IKE_TIMED_OUT"},
	{"13806", "0x35EE", "ERROR_IPSEC_IKE_NO_CERT"},
	{"13813", "0x35F5", "ERROR_IPSEC_IKE_DROP_NO_RESPONSE"},
	{"13868", "0x362C", "ERROR_IPSEC_IKE_POLICY_MATCH"},
	{"13877", "0x3635", "ERROR_IPSEC_IKE_RPC_DELETE"},
	{"13899", "0x364B", "ERROR_IPSEC_IKE_INNER_IP_ASSIGNMENT_FAILURE"},
};

static struct library *lib;

static int set_up(void **state)
{
	const struct places none = {0};
	const struct schema schema = {node_shapes, NULL};

	lib = library_load(&none, &schema);
	return 0;
}

static int tear_down(void **state)
{
	library_free(lib);
	return 0;
}

static void forty_codes_have_their_names_in_every_notation(void **state)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct code_row *row;
		int32_t number, hex;

		assert_true(code_parse(rows[i].number, &number));
		assert_true(code_parse(rows[i].hex, &hex));
		if (number != hex)
			fail_msg("%s is not %s", rows[i].number, rows[i].hex);
		row = codes_find(&lib->codes, number);
		if (!row || strcmp(row->name, rows[i].name) != 0)
			fail_msg("%s: %s, not %s", rows[i].number,
				row ? row->name : "no row", rows[i].name);
		assert_ptr_equal(codes_by_name(&lib->codes, rows[i].name), row);
		assert_true(row->meaning && *row->meaning);
		assert_true(row->certainty && *row->certainty);
	}
}

static void what_is_not_verified_says_why(void **state)
{
	const struct code_row *codes = lib->codes.rows.items;
	const struct reason_row *reasons = lib->codes.reasons.items;

	for (size_t i = 0; i < lib->codes.rows.n; i++)
		if (strcmp(codes[i].certainty, "verified") != 0 &&
			!codes[i].because)
			fail_msg("code %s", codes[i].code);
	for (size_t i = 0; i < lib->codes.reasons.n; i++)
		if (strcmp(reasons[i].certainty, "verified") != 0 &&
			!reasons[i].because)
			fail_msg("reason %s", reasons[i].reason);
}

static void a_tree_that_a_table_names_is_there(void **state)
{
	const struct code_row *codes = lib->codes.rows.items;
	const struct reason_row *reasons = lib->codes.reasons.items;

	for (size_t i = 0; i < lib->codes.rows.n; i++)
		if (codes[i].tree &&
			!catalog_tree(&lib->catalog, codes[i].tree))
			fail_msg("code %s: %s", codes[i].code, codes[i].tree);
	for (size_t i = 0; i < lib->codes.reasons.n; i++)
		if (reasons[i].tree &&
			!catalog_tree(&lib->catalog, reasons[i].tree))
			fail_msg("reason %s: %s", reasons[i].reason,
				reasons[i].tree);
}

static void the_reasons_that_decide_have_their_symbols(void **state)
{
	static const struct {
		int32_t reason;
		const char *symbol;
	} some[] = {
		{16, "IAS_AUTH_FAILURE"},
		{48, "IAS_NO_POLICY_MATCH"},
		{258, "CRYPT_E_NO_REVOCATION_CHECK"},
		{259, "CRYPT_E_REVOCATION_OFFLINE"},
		{295, "CERT_E_UNTRUSTEDCA"},
	};

	for (size_t i = 0; i < sizeof(some) / sizeof(*some); i++) {
		const struct reason_row *r =
			codes_reason(&lib->codes, some[i].reason);

		assert_non_null(r);
		assert_true(strstr(r->symbol, some[i].symbol) != NULL);
	}
	assert_null(codes_reason(&lib->codes, 305));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			forty_codes_have_their_names_in_every_notation),
		cmocka_unit_test(what_is_not_verified_says_why),
		cmocka_unit_test(a_tree_that_a_table_names_is_there),
		cmocka_unit_test(the_reasons_that_decide_have_their_symbols),
	};

	return cmocka_run_group_tests_name("load/codes", tests, set_up,
		tear_down);
}
