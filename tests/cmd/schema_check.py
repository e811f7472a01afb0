"""schema_check.py SCHEMA TREE... -- every tree fits the schema, read as
strings and as an editor types it; and mistakes in the first are refused."""
import copy
import json
import sys

import jsonschema
import yaml


class Typed(yaml.SafeLoader):
    pass


# Editors read YAML 1.2, which knows no dates.
Typed.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in rules if "timestamp" not in tag]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

schema = json.load(open(sys.argv[1]))
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)
bad = 0
for name in sys.argv[2:]:
    for loader in (yaml.BaseLoader, Typed):
        tree = yaml.load(open(name), Loader=loader)
        for error in validator.iter_errors(tree):
            print(name, list(error.absolute_path), error.message[:200])
            bad += 1

first = yaml.load(open(sys.argv[2]), Loader=yaml.BaseLoader)
node = next(i for i in first["nodes"] if first["nodes"][i]["kind"] == "check")


def spoil(change):
    tree = copy.deepcopy(first)
    change(tree, tree["nodes"][node])
    return tree


mistakes = {
    "an unknown key at the top": lambda t, n: t.update(titel="x"),
    "an unknown key in a node": lambda t, n: n.update(tilte="x"),
    "no start": lambda t, n: t.pop("start"),
    "no kind": lambda t, n: n.pop("kind"),
    "an unknown kind": lambda t, n: n.update(kind="chek"),
    "a check without outcomes": lambda t, n: n.pop("outcomes"),
    "no outcome at all": lambda t, n: n.update(outcomes=[]),
    "a word that is none": lambda t, n: n.update(run_as="root"),
    "a time beyond the limit": lambda t, n: n.update(timeout=100000),
    "an id with blanks": lambda t, n: t.update(tree="my tree"),
    "a truth value that is none": lambda t, n: n.update(read_only="yes"),
    "two matchers in one condition": lambda t, n: n["outcomes"][0].update(
        when={"stdout": "a", "exit": "1"}),
    "a matcher that there is not": lambda t, n: n["outcomes"][0].update(
        when={"output": "a"}),
    "a command with a typographic quote": lambda t, n: n.update(
        run="echo \u2019x\u2019"),
}
for what, change in mistakes.items():
    if validator.is_valid(spoil(change)):
        print("accepted:", what)
        bad += 1
sys.exit(bad > 0)
