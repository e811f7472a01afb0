# What the tests of the certificate probes share: certificates made on the
# spot, in $T, and never kept. Sourced after lib.sh.

# issue NAME SUBJECT ISSUER EXTENSIONS [X509-OPTIONS...]
# Makes $T/NAME.pem and .key; ISSUER "-" is by itself.
issue() {
	cert=$T/$1 subject=$2 by=$3
	printf '%b' "$4" >"$cert.ext"
	shift 4
	openssl req -new -newkey rsa:2048 -nodes -keyout "$cert.key" \
		-out "$cert.csr" -subj "$subject" 2>/dev/null
	if [ "$by" = - ]; then
		set -- -signkey "$cert.key" "$@"
	else
		set -- -CA "$T/$by.pem" -CAkey "$T/$by.key" -CAcreateserial "$@"
	fi
	openssl x509 -req -in "$cert.csr" -out "$cert.pem" -sha256 \
		-extfile "$cert.ext" "$@" 2>/dev/null
}

AS_CA='basicConstraints=critical,CA:true\nkeyUsage=keyCertSign,cRLSign\n'
AS_SERVER='extendedKeyUsage=serverAuth\nsubjectAltName=DNS:vpn.example.com\n'

# A root, a CA below it, and good, expired, misnamed, self-signed, soon.
make_pki() {
	issue root '/CN=Example Root' - "$AS_CA" -days 3650
	issue ca '/CN=Example Issuing' root \
		"${AS_CA}crlDistributionPoints=URI:http://pki.example.com/r\n" \
		-days 1000
	issue good '/CN=vpn.example.com' ca "$AS_SERVER" -days 90
	issue soon '/CN=vpn.example.com' ca "$AS_SERVER" -days 5
	issue self '/CN=vpn.example.com' - "$AS_SERVER" -days 90
	issue client '/CN=vpn.example.com' ca \
		'extendedKeyUsage=clientAuth\nsubjectAltName=DNS:vpn.example.com\n' \
		-days 90
	issue misnamed '/CN=www.example.com' ca \
		'extendedKeyUsage=serverAuth\nsubjectAltName=DNS:www.example.com\n' \
		-days 90
	make_expired
}

# `openssl x509` cannot date back; `openssl ca` can.
make_expired() {
	: >"$T/index"
	cat >"$T/ca.conf" <<-E
		[ca]
		default_ca = it
		[it]
		database = $T/index
		new_certs_dir = $T
		rand_serial = yes
		policy = any
		default_md = sha256
		x509_extensions = ext
		unique_subject = no
		[any]
		commonName = supplied
		[ext]
		extendedKeyUsage = serverAuth
		subjectAltName = DNS:vpn.example.com
	E
	cp "$T/good.key" "$T/expired.key"
	openssl ca -batch -notext -config "$T/ca.conf" -cert "$T/ca.pem" \
		-keyfile "$T/ca.key" -in "$T/good.csr" -out "$T/expired.pem" \
		-startdate 20240101000000Z -enddate 20240601000000Z \
		>/dev/null 2>&1
}
