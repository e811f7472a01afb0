#!/bin/sh
# probe cert and eap on files of every kind that Windows writes; beside
# openssl verify. Needs no namespaces and no root; run by `make net`.

. tests/net/lib.sh
. tests/net/pki_lib.sh
trap 'rm -rf "$T"' EXIT

make_pki
issue user /CN=Anna ca "keyUsage=digitalSignature,keyEncipherment
extendedKeyUsage=clientAuth
subjectAltName=@names
crlDistributionPoints=URI:http://pki.example.com/ca.crl
1.3.6.1.4.1.311.25.2=ASN1:SEQUENCE:sids
[names]
otherName.1=1.3.6.1.4.1.311.20.2.3;UTF8:anna@example.com
URI.1=tag:microsoft.com,2022-09-14:sid:S-1-5-21-1-2-3-1104
[sids]
name=IMPLICIT:0,SEQUENCE:sid
[sid]
oid=OID:1.3.6.1.4.1.311.25.2.1
value=EXPLICIT:0,OCTETSTRING:S-1-5-21-1-2-3-1104
" -days 300
issue bare /CN=Anna ca 'extendedKeyUsage=clientAuth\n' -days 300
cat "$T/user.pem" "$T/ca.pem" "$T/root.pem" >"$T/chain.pem"
openssl x509 -in "$T/user.pem" -outform DER -out "$T/user.cer"
openssl crl2pkcs7 -nocrl -certfile "$T/chain.pem" -out "$T/pem.p7b"
openssl crl2pkcs7 -nocrl -certfile "$T/chain.pem" -outform DER \
	-out "$T/der.p7b"
openssl pkcs12 -export -in "$T/user.pem" -inkey "$T/user.key" \
	-out "$T/user.pfx" -passout pass:secret
openssl pkey -in "$T/user.key" -outform DER -out "$T/key.der"
openssl genrsa -traditional -out "$T/old.key" 2048 2>/dev/null
cat "$T/user.pem" "$T/user.key" >"$T/both.pem"
printf 'Cert Hash(sha1): 00\n' >"$T/dump.txt"

# judges NAME STATUS LINES ARGS...: LINES parted by blanks
judges() {
	title=$1 status=$2 lines=$3
	shift 3
	under "$title" 5 "$PROG" probe "$@"
	if [ "$rc" -ne "$status" ]; then
		fail "$title" "exit $rc, not $status: $out"
		return
	fi
	set -f
	# shellcheck disable=SC2086 # one pattern a word
	wants "$title" "$out" $lines
	set +f
}

USER='role=USER sid_extension=S-1-5-21-1-2-3-1104 upn=anna@example\.com'
judges 'DER: all that it shows is met' 0 "cert=PARTLY $USER chain=UNKNOWN" \
	cert "$T/user.cer"
judges 'DER and its CAs: everything is met' 0 \
	"cert=OK $USER chain=MET trusted=MET ca_cdp=MET" \
	cert "$T/user.cer" --ca "$T/chain.pem"
for file in chain.pem pem.p7b der.p7b; do
	judges "$file: everything is met" 0 "cert=OK $USER certificates=3" \
		cert "$T/$file"
done
judges 'without SID, name and CDP' 1 \
	'cert=NOT_MET not_met=san_upn\+sid\+cdp windows=0x80092012' \
	cert "$T/bare.pem"
judges 'as what it is not' 1 'server_auth=NOT_MET role_from=GIVEN' \
	cert "$T/user.pem" --role nps
judges 'the name asked for' 1 'name=NOT_MET windows=.*0x800B010F' \
	cert "$T/misnamed.pem" --role ikev2 --name vpn.example.com
judges 'an expired one' 1 'not_over=NOT_MET expires=EXPIRED' \
	cert "$T/expired.pem" --role sstp
judges 'the certificate of a CA' 0 'cert=OK role=CA cdp=MET' \
	cert "$T/ca.pem" --ca "$T/root.pem"
for file in user.key old.key key.der user.pfx both.pem; do
	judges "$file is refused" 5 cert=PRIVATE_KEY cert "$T/$file"
	case $out in
	*PRIVATE\ KEY* | *MII*) fail 'and nothing of it is shown' "$out" ;;
	esac
done
judges 'a request' 5 cert=NOT_A_CERTIFICATE cert "$T/user.csr"
judges 'a dump' 5 cert=NOT_A_CERTIFICATE cert "$T/dump.txt"
judges 'no file' 2 cert=UNREADABLE cert "$T/none"

want=$(openssl verify -CAfile "$T/root.pem" -untrusted "$T/ca.pem" \
	"$T/user.pem" 2>&1)
wants 'openssl verify says the same' "$want" '.*/user\.pem: OK'

judges 'EAP from a console' 0 'eap=OK xml=JOINED nps=MATCH' \
	eap tests/check/eap/wrapped-120.txt --nps nps1.example.com
"$PROG" probe eap - <tests/check/eap/case.xml >"$T/out" 2>&1
[ $? -eq 0 ] && pass 'EAP from standard input' ||
	fail 'EAP from standard input' "$(cat "$T/out")"
json=$("$PROG" probe eap tests/check/eap/blank.xml --json)
wants 'EAP as JSON' "$json" '\{"probe":"eap",.*"verdict":"NAME_BLANK".*\}'
summary
