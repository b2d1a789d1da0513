// Bash itself reads every allowed line of both corpora, and generated ones, in an environment without programs: it starts exactly
// the words that the policy named.
// Proves: AP-3
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createShellGrammar } from '#adapters/shell-grammar/tree-sitter-grammar.ts';
import type { Machine } from '#core/ports/machine.ts';
import type { ShellGrammar } from '#core/ports/shell-grammar.ts';
import { createCorpusMachine, judgeCorpusLine, readCorpus } from '#tests/support/core/command-corpus.ts';
import { PROJECT_ROOT } from '#scripts/project-root.ts';

const BASH = '/bin/bash';
/** Reads lines that end in NUL, and writes the words of each program that it would start, and a mark after each line. */
const DRIVER = `
exec 9>>"$1"
# One write each: the parts of a pipe run at the same time.
command_not_found_handle() { local all; printf -v all '%s\\1' "$@"; printf '%s\\2' "$all" >&9; return 0; }
PATH=/nonexistent
while IFS= read -r -d '' line; do
  (eval "$line") </dev/null >/dev/null 2>&1 9>&9
  printf '\\3' >&9
done
`;

let folder: string;
let grammar: ShellGrammar;
let machine: Machine;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-words-'));
  for (const name of ['src', 'sub', 'tests', 'docs']) mkdirSync(path.join(folder, name));
  grammar = createShellGrammar((error) => {
    throw error;
  });
  await grammar.load();
  machine = await createCorpusMachine();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An allowed line with the words of its programs. */
interface Allowed {
  readonly line: string;
  /** Undefined when a file pattern stands for words that only the shell knows. */
  readonly named: ReadonlySet<string> | undefined;
}

async function findAllowed(lines: readonly { readonly line: string; readonly rules: readonly string[] }[]) {
  const allowed: Allowed[] = [];
  for (const one of lines) {
    const { verdict, programs = [] } = await judgeCorpusLine(machine, grammar, one);
    if (verdict !== 'allow') continue;
    const words = programs.map((program) => program.words ?? []);
    const isKnown = words.every((each) => each.every((word) => !/[*?]/.test(word)));
    allowed.push({ line: one.line, named: isKnown ? new Set(words.map((each) => each.join('\u0001'))) : undefined });
  }
  return allowed;
}

/** The words of the programs that Bash starts for each line. */
function runInBash(lines: readonly string[]): readonly (readonly string[])[] {
  const log = path.join(folder, '..', `${path.basename(folder)}.log`);
  const script = path.join(folder, '..', `${path.basename(folder)}.sh`);
  writeFileSync(script, DRIVER);
  execFileSync(BASH, ['--noprofile', '--norc', script, log], {
    cwd: folder,
    input: lines.map((line) => `${line}\0`).join(''),
    env: { LC_ALL: 'C.UTF-8' },
  });
  const text = readFileSync(log, 'utf8');
  for (const file of [log, script]) rmSync(file);
  return text
    .split('\u0003')
    .slice(0, -1)
    .map((part) =>
      part
        .split('\u0002')
        .slice(0, -1)
        .map((words) => words.slice(0, -1)),
    );
}

function expectNamed(allowed: readonly Allowed[]): void {
  const started = runInBash(allowed.map(({ line }) => line));
  expect(started.length).toBe(allowed.length);
  const surprises = allowed.flatMap(({ line, named }, at) => {
    const other = (started[at] ?? []).filter((words) => named?.has(words) === false);
    return other.length === 0 ? [] : [`${JSON.stringify(line)} starts ${JSON.stringify(other)}`];
  });
  expect(surprises).toEqual([]);
}

it('is true for the lines of both corpora in which a character has a meaning', async (context) => {
  context.skip(!existsSync(BASH), 'Bash is not installed');
  const lines = ['command-corpus.txt', 'attack-corpus.txt'].flatMap((name) =>
    readCorpus(readFileSync(path.join(PROJECT_ROOT, 'core/policy', name), 'utf8')),
  );
  const special = lines.filter(({ verdict, line }) => verdict === 'allow' && SPECIAL.test(line));
  const allowed = await findAllowed(special);
  expect(allowed.length).toBeGreaterThan(150);
  expectNamed(allowed);
});

/** Lines without any of these are their words. */
const SPECIAL = /['"\\;&|(){}#$~!<>=\n]/;

/** Pieces in which shells and grammars like to differ. */
const PIECES = [
  ...Array.from({ length: 6 }, () => ' '),
  ...'ls ls cat echo rm wc a b -l src time command env'.split(' ').map((word) => `${word} `),
  ...`' ' " " \\ # $ ( ) { } ! > < & && || | ; ;; * ? ~ = [ ] \` , .. : % ^ @ + - . / 1 $' $" << <<< EOF 2> |& &> >&2 2>&1 >/dev/null () (( )) $(( \${ [[ ]] {a,b} x=1`.split(
    ' ',
  ),
  ...'if then fi do done for while case in esac function coproc cd timeout'.split(' ').map((word) => `${word} `),
  '\n',
  '\t',
  '\\\n',
  '\u00e9',
  '-- ',
  'rm a',
  'timeout 5 ',
];

function createLines(count: number): readonly string[] {
  let state = 20_261;
  const next = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return Array.from({ length: count }, () => {
    const start = ['ls ', 'echo ', 'cat a ', ''][next(4)] ?? '';
    const middle = Array.from({ length: 1 + next(8) }, () => PIECES[next(PIECES.length)]).join('');
    return start + middle + (['', '', '; ls', ' | wc -l', '\nls', ' rm a'][next(6)] ?? '');
  });
}

it('is true for generated lines', async (context) => {
  context.skip(!existsSync(BASH), 'Bash is not installed');
  const rules = ['ls *', 'cat *', 'echo *', 'wc *'];
  const allowed = await findAllowed(createLines(1_500).map((line) => ({ line, rules })));
  expect(allowed.length).toBeGreaterThan(50);
  expectNamed(allowed);
});
