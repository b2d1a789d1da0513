// Profile of `sed`.
import { defineProfile } from '../define-profile.ts';
import type { ParsedCall } from '../parsed-call.ts';

/** Prints parts of files. `-i` and `-f` are missing, and its script may only print, delete, and replace. */
export const SED = defineProfile({
  command: 'sed',
  effect: 'reads',
  operands: 'pattern',
  options:
    '-Enrsuz -e=pattern --expression=pattern --null-data --posix --quiet --regexp-extended --sandbox --separate --silent',
  check,
});

function check({ options, operands }: ParsedCall): string | undefined {
  const given = options.flatMap(({ name, value }) => (name === '-e' || name === '--expression' ? [value ?? ''] : []));
  const scripts = given.length > 0 ? given : [operands[0]?.text ?? ''];
  return scripts.every(isHarmless) ? undefined : 'its script can do more than print';
}

const ADDRESS = /^(?:\d+(?:~\d+)?|\$|\/(?:[^/\\\n]|\\[^\n])*\/I?)/;
const SECOND = /^,\s*(?:[+~]?\d+|\$|\/(?:[^/\\\n]|\\[^\n])*\/I?)/;
const SIMPLE = /^(?:[pdDPgGhHxnN=l]|[qQ]\d*)/;
const MAX_SCRIPT = 2_000;
/** Deepest nesting of blocks. */
const MAX_BLOCKS = 3;

/** Whether every command of a script is known to print, delete, or replace text. */
function isHarmless(script: string): boolean {
  const text = script.trim();
  return text !== '' && text.length <= MAX_SCRIPT && skipCommands(text, 0) === '';
}

/** The script after its commands, or from the end of a block on; undefined if one isn't known to be harmless. */
function skipCommands(script: string, depth: number): string | undefined {
  let rest = script.replace(/^[\s;]+/, '');
  while (rest !== '' && !(depth > 0 && rest.startsWith('}'))) {
    const after = skipCommand(rest, depth);
    if (after === undefined || !/^\s*(?:[;\n}]|$)/.test(after)) return undefined;
    rest = after.replace(/^[\s;]+/, '');
  }
  return rest;
}

function skipBlock(script: string, depth: number): string | undefined {
  const end = depth >= MAX_BLOCKS ? undefined : skipCommands(script, depth + 1);
  return end?.startsWith('}') === true ? end.slice(1) : undefined;
}

/** The script after its first command; undefined if that isn't known to be harmless. */
function skipCommand(script: string, depth: number): string | undefined {
  const first = ADDRESS.exec(script)?.[0] ?? '';
  if (hasOpenBracket(first)) return undefined;
  let rest = script.slice(first.length).trimStart();
  const second = first === '' ? '' : (SECOND.exec(rest)?.[0] ?? '');
  if (hasOpenBracket(second)) return undefined;
  rest = rest.slice(second.length).trimStart().replace(/^!\s*/, '');
  if (rest.startsWith('{')) return skipBlock(rest.slice(1), depth);
  const simple = SIMPLE.exec(rest)?.[0];
  if (simple !== undefined) return rest.slice(simple.length);
  return rest.startsWith('s') || rest.startsWith('y') ? skipReplacement(rest) : undefined;
}

function skipReplacement(script: string): string | undefined {
  const delimiter = script.charAt(1);
  if (!/^[/|,#:@%!_]$/.test(delimiter)) return undefined;
  const parts: string[] = [];
  let at = 2;
  for (let start = at; parts.length < 2; at += 1) {
    const character = script.charAt(at);
    if (character === '' || character === '\n') return undefined;
    if (character === '\\') at += 1;
    else if (character === delimiter) {
      parts.push(script.slice(start, at));
      start = at + 1;
    }
  }
  // A delimiter in brackets can be read in two ways.
  if (parts.some(hasOpenBracket)) return undefined;
  const flags = /^[A-Za-z0-9]*/.exec(script.slice(at))?.[0] ?? '';
  if (!(script.startsWith('y') ? flags === '' : /^[gpiI0-9]*$/.test(flags))) return undefined;
  return script.slice(at + flags.length);
}

/** Brackets that every program reads in the same way: a `]` at the start belongs to them for some. */
const BRACKETS = /\[\^?(?:\[:[a-z]+:\]|[^\][^])(?:\[:[a-z]+:\]|[^\][])*\]/g;

function hasOpenBracket(text: string): boolean {
  const plain = text.replaceAll(/\\([^])/g, (_all, next: string) => (next === '[' || next === ']' ? '' : 'x'));
  return plain.replaceAll(BRACKETS, '').includes('[');
}
