// Reads the lines of `blocks` and the collector's scripts: every PowerShell
// block parses without an error node, is plain ASCII but for its values, uses
// full cmdlet names and nothing that security products raise alarms for; a
// hostile value never changes what the plain one makes of the command.
// cmd lines have a rule of their own.
import fs from 'node:fs';
import path from 'node:path';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const modules = process.argv[2];
const require = createRequire(path.resolve(modules, 'x.js'));
const {Parser, Language} = await import(
  pathToFileURL(require.resolve('web-tree-sitter')).href);
await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(path.join(modules,
  'node_modules/tree-sitter-powershell/tree-sitter-powershell.wasm')));

let passed = 0, failed = 0;
const fail = (where, why) => { failed++; console.log(`FAIL ${where}: ${why}`); };

function firstError(n) {
  if (n.isError || n.isMissing) return n;
  for (const c of n.children)
    if (c && (c.hasError || c.isMissing)) return firstError(c);
  return n;
}

function commandNames(n, out) {
  if (n.type === 'command_name') out.push(n.text);
  for (const c of n.children) if (c) commandNames(c, out);
  return out;
}

// Which literal it is does not matter, nor what is in it.
const shape = (tree) => tree.rootNode.toString();

const forbidden = [/-EncodedCommand/i, /-ExecutionPolicy/i,
  /Invoke-Expression/i, /\biex\b/i, /[\u2018-\u201e\u2013\u2014]/];

function checkNames(where, tree) {
  for (const name of commandNames(tree.rootNode, []))
    if (!/^[A-Z][A-Za-z]*-[A-Z][A-Za-z0-9]*$/.test(name) &&
        !/^[A-Za-z0-9_-]+\.exe$/.test(name) && !/^[{$('"]/.test(name) &&
        !/^\d+\.\.\d+$/.test(name) && // a range, which is no command
        !/^\.\\[A-Za-z-]+\.ps1$/.test(name)) // a published script, by path
      fail(where, `'${name}' is no full cmdlet name and no .exe`);
}

function checkPowerShell(where, text, plain, isPlain) {
  const tree = parser.parse(text);
  if (tree.rootNode.hasError) {
    const e = firstError(tree.rootNode);
    return fail(where, `line ${e.startPosition.row + 1}: ` +
      `'${text.slice(e.startIndex, e.startIndex + 50)}'`);
  }
  if (isPlain) {
    if (/[^\x09\x0a\x20-\x7e]/.test(text)) return fail(where, 'not ASCII');
    for (const f of forbidden)
      if (f.test(text)) return fail(where, `holds ${f}`);
    checkNames(where, tree);
  } else if (plain !== undefined && shape(tree) !== plain) {
    return fail(where, 'the value changed what the command is');
  }
  passed++;
  return shape(tree);
}

function checkCmd(where, text) {
  if (/[^\x20-\x7e]/.test(text)) return fail(where, 'more than one ASCII line');
  if ((text.match(/"/g) || []).length % 2) return fail(where, 'an open quote');
  if (/%[^%]*%/.test(text)) return fail(where, 'expands a variable');
  passed++;
}

const plain = new Map();
for (const line of fs.readFileSync(process.argv[3], 'utf8').split('\n')) {
  if (!line) continue;
  const b = JSON.parse(line);
  const key = `${b.tree} ${b.node} ${b.field} ${b.n ?? ''}`;
  const where = `${b.tree} ${b.node} <${b.value}>`;
  if (b.text === null) { // refused: nothing to paste; but plain must do
    if (b.value === 'abc') fail(where, b.refused); else passed++;
    continue;
  }
  if (b.shell === 'cmd') { checkCmd(where, b.text); continue; }
  if (b.shell !== 'powershell') { passed++; continue; }
  const isPlain = b.value === 'abc';
  const made = checkPowerShell(where, b.text, plain.get(key), isPlain);
  if (isPlain) plain.set(key, made);
}
for (const file of process.argv.slice(4)) {
  const text = fs.readFileSync(file, 'utf8');
  checkPowerShell(path.basename(file), text.replace(/\r/g, ''), undefined, true);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
