"""json_check.py SCHEMA FILE -- the file fits the schema."""
import json
import sys

import jsonschema

jsonschema.validate(json.load(open(sys.argv[2])), json.load(open(sys.argv[1])))
