#!/bin/sh
# part_collect.sh BUILD WORK -- what the collector writes, and the way back
# from its output to a diagnosis.
set -u
build=$1 work=$2
passed=0 failed=0

check() { # NAME COMMAND...
	name=$1
	shift
	if "$@" >/dev/null 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $name"
	fi
}

# Every value that a check may ask for, so that none is left out for want of
# one; the names are those of the trees' own vars.
thumb=0123456789ABCDEF0123456789ABCDEF01234567
values="--set connection=VPN --set user=ann@example.com
	--set user_upn=ann@example.com --set user_sam=ann --set sam_name=ann
	--set session_user=ann@example.com --set vpn_host=vpn.example.com
	--set inner_host=files.example.com --set inner_ip=192.0.2.9
	--set vpn_ip=192.0.2.1 --set vpn_inner_ip=192.0.2.2
	--set nps_name=nps1.example.com --set ca_thumb=$thumb
	--set root_thumb=$thumb --set client_thumb=$thumb
	--set device_thumb=$thumb --set issuer_thumb=$thumb
	--set server_root=$thumb --set client_root=$thumb --set pc_thumb=$thumb
	--set new_thumb=$thumb --set tls_root=$thumb"

for machine in client nps vpn dc; do
	script=$work/$machine.ps1
	# shellcheck disable=SC2086 # a list of options
	check "collect $machine" \
		"$build/vpntriage" collect $machine $values
	# shellcheck disable=SC2086
	"$build/vpntriage" collect $machine $values >"$script" 2>/dev/null
	# Nothing of what is collected was refused as not read-only.
	check "$machine: only what looks" \
		sh -c "! grep 'left out' '$script' | grep -v 'known\|PowerShell\|SYSTEM\|probe'"
	check "$machine: plain ASCII" sh -c "! LC_ALL=C grep -n '[^ -~]' '$script'"
	check "$machine: no alarm words" \
		sh -c "! grep -i 'EncodedCommand\|ExecutionPolicy\|Invoke-Expression' '$script'"
	check "$machine: brackets close" "$build/run/brackets" "$script"
	check "$machine: ends with a summary" \
		sh -c "tail -n 2 '$script' | grep -q \"^'VPNTRIAGE machine=$machine \""
done
# The whole way by the command line: the script, what a Windows would make of
# it, and the diagnosis.
RUN_RECORDINGS=$work/collected
export RUN_RECORDINGS
mkdir -p "$RUN_RECORDINGS/error-853"
printf '00NPSREASON event=6273 reason=258 n=1 all=3\r\n' \
	>"$RUN_RECORDINGS/error-853/nps.ask"
"$build/vpntriage" collect nps error-853 --set user=ann@example.com \
	>"$work/853.ps1" 2>/dev/null
"$build/run/bin/powershell.exe" -NoProfile -File "$work/853.ps1" \
	>"$work/853.txt"
echo 'Error 853' >"$work/said.txt"
"$build/vpntriage" diagnose --json "$work/said.txt" "$work/853.txt" \
	>"$work/853.json"
check "the collected file tells the reason" \
	grep -q '"outcome": "r258"\|"value": "258"' "$work/853.json"
check "the tree is found" grep -q '"tree": "error-853"' "$work/853.json"
cat >"$work/known.txt" <<'END'
<Event><System><EventID>6273</EventID></System><EventData>
<Data Name="SubjectUserName">ann@example.com</Data>
<Data Name="ReasonCode">258</Data></EventData></Event>
END
"$build/vpntriage" collect nps error-853 --evidence "$work/known.txt" \
	>"$work/known.ps1" 2>/dev/null
check "what is known already fills the checks" \
	grep -q "'ann@example.com' -split" "$work/known.ps1"
check "evidence that cannot be read is wrong usage" \
	sh -c "'$build/vpntriage' collect nps --evidence /nowhere; [ \$? = 2 ]"
check "an unknown machine is wrong usage" \
	sh -c "'$build/vpntriage' collect nowhere; [ \$? = 2 ]"
check "a value that does not fit is wrong usage" \
	sh -c "'$build/vpntriage' collect nps --set user='a\"b'; [ \$? = 2 ]"

"$build/run/roundtrip" >"$work/roundtrip.log"
grep -v ' passed, ' "$work/roundtrip.log"
sum=$(awk 'END { for (i = 2; i < NF; i++)
	if ($i == "passed,") print $(i - 1), $(i + 1) }' "$work/roundtrip.log")
passed=$((passed + ${sum% *})) failed=$((failed + ${sum#* }))
echo "$passed passed, $failed failed"
