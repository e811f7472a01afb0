# Completions of vpntriage for bash, made by `make docs`.
_vpntriage()
{
	local word=${COMP_WORDS[COMP_CWORD]}
	local prev=${COMP_WORDS[COMP_CWORD-1]}
	local command= options= i

	case $prev in
	--trees)
		COMPREPLY=($(compgen -d -- "$word"))
		return ;;
	esac
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		wizard) command=wizard options=' --evidence' ;;
		explain) command=explain options='' ;;
		diagnose) command=diagnose options=' --tree' ;;
		walk) command=walk options=' --answer --set --evidence --answers' ;;
		probe) command=probe options=' --server --expect --port --ca --nps --role --name --limit' ;;
		sessions) command=sessions options=' --tree --cause --state --since --until --import' ;;
		resume) command=resume options='' ;;
		export) command=export options=' --format --output --no-redact --map --preview --ask --override' ;;
		stats) command=stats options=' --tree --since --until --csv' ;;
		trees) command=trees options='' ;;
		collect) command=collect options=' --set --evidence' ;;
		trust) command=trust options=' --diff --revoke --yes' ;;
		lint) command=lint options=' --format' ;;
		test) command=test options=' --coverage --format' ;;
		graph) command=graph options=' --format' ;;
		new) command=new options='' ;;
		simulate) command=simulate options=' --runs --seed' ;;
		schema) command=schema options='' ;;
		doctor) command=doctor options='' ;;
		esac
	done
	options+=' --trees --json --plain --theme --no-color --no-mouse --ticket --help --version'
	if [[ $word == -* ]]; then
		COMPREPLY=($(compgen -W "$options" -- "$word"))
	elif [[ -z $command ]]; then
		COMPREPLY=($(compgen -W 'wizard explain diagnose walk probe sessions resume export stats trees collect trust lint test graph new simulate schema doctor' -- "$word"))
	else
		COMPREPLY=($(compgen -f -- "$word"))
	fi
}
complete -o filenames -F _vpntriage vpntriage
