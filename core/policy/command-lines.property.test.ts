// Generated command lines: no line is allowed unless every program in it is, whatever its quoting, spacing, and nesting; and no
// input, however odd, takes long.
// Proves: AP-3
import { beforeAll, describe, expect, it } from 'vitest';
import { createShellGrammar } from '#adapters/shell-grammar/tree-sitter-grammar.ts';
import type { ShellGrammar } from '../ports/shell-grammar.ts';
import { lineFacts } from '#tests/support/core/line-facts.ts';
import { expectCpuTimeBelow } from '#tests/support/cpu-time.ts';
import { judge } from './policy.ts';
import { findDisagreement } from './shell/agree.ts';
import { parseShell } from './shell/parse-shell.ts';

let grammar: ShellGrammar;
beforeAll(async () => {
  grammar = createShellGrammar((error) => {
    throw error;
  });
  await grammar.load();
});

/** A reproducible source of choices. */
function createRandom(seed: number) {
  let state = seed;
  const next = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const pick = <T>(values: readonly [T, ...T[]]): T => values[next(values.length)] ?? values[0];
  return { next, pick };
}

type Random = ReturnType<typeof createRandom>;

type Words = readonly string[];
type List = readonly [Words, ...Words[]];

const HARMLESS: List = [
  ['ls'],
  ['ls', '-la', 'src'],
  ['cat', 'a b.txt'],
  ['grep', '-n', 'x;y', 'a.txt'],
  ['git', 'status'],
  ['echo', '$HOME|&'],
];
const HARMFUL: List = [
  ['rm', 'a'],
  ['touch', 'x y'],
  ['curl', 'x.org'],
  ['git', 'push'],
  ['sort', '-o', 'x'],
  ['find', '.', '-delete'],
];

/** A word in one of the ways to write it. */
function quote(word: string, random: Random): string {
  const isPlain = /^[\w./-]+$/.test(word);
  const styles: (() => string)[] = [
    () => `'${word}'`,
    () => `"${word.replaceAll(/["$`\\]/g, '\\$&')}"`,
    () => word.replaceAll(/[^\w./-]/g, '\\$&'),
    () => `${word.slice(0, 1).replaceAll(/[^\w./-]/g, '\\$&')}'${word.slice(1)}'`,
  ];
  if (isPlain)
    styles.push(
      () => word,
      () => word,
      () => `\\${word}`,
    );
  return (styles[random.next(styles.length)] ?? (() => `'${word}'`))();
}

function write(words: Words, random: Random): string {
  const space = () => random.pick([' ', ' ', '  ', '\t', ' \\\n ']);
  return words.map((word) => quote(word, random)).join(space());
}

/** Puts commands together: lists, pipes, groups, wrappers, and harmless redirections. */
function combine(parts: readonly string[], random: Random): string {
  const [first = 'ls', ...rest] = parts;
  return rest.reduce((line, part) => {
    const operator = random.pick([' && ', ' || ', ' ; ', ' | ', '\n', ' |& ', '&&', ';']);
    const joined = `${line}${operator}${part}`;
    return random.next(4) === 0 ? random.pick([`(${joined})`, `{ ${joined}; }`]) : joined;
  }, first);
}

function decorate(command: string, random: Random): string {
  const wrapped =
    random.next(4) === 0
      ? `${random.pick(['timeout 5', 'nice -n 3', 'env', 'command', 'stdbuf -oL'])} ${command}`
      : command;
  const redirect = random.pick(['', '', ' 2>&1', ' 2>/dev/null', ' >/dev/null 2>&1', ' # note']);
  return redirect === ' # note' ? `${wrapped} # note\n` : wrapped + redirect;
}

function decide(line: string) {
  const facts = lineFacts(line);
  const problem = facts.problem ?? findDisagreement(line, parseShell(line), grammar);
  return judge({
    mode: 'ask',
    risk: 'exec',
    agentId: 'main',
    sessionKey: undefined,
    projectId: undefined,
    workspace: '/w',
    realWorkspace: '/w',
    rules: [],
    line: problem === undefined ? facts : { ...facts, problem },
    readOnlyCommands: true,
  });
}

describe('generated command lines', () => {
  it('are never allowed if one of their programs is not', () => {
    const wrong: string[] = [];
    for (let seed = 1; seed <= 600; seed += 1) {
      const random = createRandom(seed);
      const parts = Array.from({ length: 1 + random.next(4) }, () =>
        decorate(write(random.pick(HARMLESS), random), random),
      );
      const at = random.next(parts.length + 1);
      const harmful = decorate(write(random.pick(HARMFUL), random), random);
      const line = combine([...parts.slice(0, at), harmful, ...parts.slice(at)], random);
      if (decide(line).verdict !== 'ask') wrong.push(line);
    }
    expect(wrong).toEqual([]);
  });

  it('name a harmful program wherever it is hidden', () => {
    const wrong: string[] = [];
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = createRandom(seed);
      const harmful = `rm ${quote('a b', random)}`;
      const hide = random.pick<(text: string) => string>([
        (text) => `echo $(${text})`,
        (text) => `echo "x $(${text}) y"`,
        (text) => `cat <(${text})`,
        (text) => `sh -c ${quote(text, random)}`,
        (text) => `timeout 5 bash -c ${quote(text, random)}`,
        (text) => `if true; then ${text}; fi`,
        (text) => `f() { ${text}; }; f`,
        (text) => `find . -exec ${text} \\;`,
        (text) => `ls | xargs ${text}`,
        (text) => `sudo -n ${text}`,
        (text) => `A=1 ${text}`,
      ]);
      const { verdict, programs = [] } = decide(hide(harmful));
      if (verdict !== 'ask' || !programs.some(({ program }) => program === 'rm')) wrong.push(hide(harmful));
    }
    expect(wrong).toEqual([]);
  });

  it('are allowed if all of their programs are', () => {
    let allowed = 0;
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = createRandom(seed);
      const parts = Array.from({ length: 1 + random.next(4) }, () =>
        decorate(write(random.pick(HARMLESS), random), random),
      );
      if (decide(combine(parts, random)).verdict === 'allow') allowed += 1;
    }
    // A comment before an operator is a syntax error, and the grammars read some odd quotes differently.
    expect(allowed).toBeGreaterThan(150);
  });
});

describe('odd input', () => {
  const REPEATED = [
    'a ',
    "'",
    '"',
    '`',
    '\\',
    '(',
    ')',
    '{',
    '}',
    '$(',
    '${a',
    '<(',
    '<<E\n',
    'ls;',
    'ls|',
    'ls&&',
    'cd a;',
    'a=(',
    '*a',
    '{a,',
    '=~',
    '#',
    '\n',
    'timeout 5 ',
    'env ',
    'xargs ',
    'find . -exec ',
    'sh -c "',
    'if a; then ',
    '@(',
    'x/',
    'é',
    'а',
    '-a ',
    '%(',
    '[',
    '!',
    '~',
    '2>&1 ',
    '\u200b',
    '\t',
  ];

  it.each(REPEATED)('of many %j gets a verdict within 50 ms', (text) => {
    for (const line of [text.repeat(Math.ceil(16_384 / text.length)).slice(0, 16_384), `ls ${text.repeat(200)}`])
      expectCpuTimeBelow(50, () => decide(line));
  });

  it('made of random pieces never throws, and is never allowed with a program that is not', () => {
    const pieces = [
      'ls',
      ' ',
      'rm a',
      '"',
      "'",
      '\\',
      '$',
      '(',
      ')',
      '{',
      '}',
      ';',
      '|',
      '&',
      '\n',
      '>',
      '<',
      '#',
      '*',
      '=',
      '`',
      '~',
      'a',
      '-',
      '/dev/null',
      '2',
    ];
    for (let seed = 1; seed <= 1_500; seed += 1) {
      const random = createRandom(seed);
      const line = Array.from({ length: 1 + random.next(12) }, () => pieces[random.next(pieces.length)]).join('');
      const { verdict, programs = [] } = decide(line);
      if (verdict === 'allow')
        expect(
          programs.map(({ program }) => program).filter((name) => name !== 'ls'),
          line,
        ).toEqual([]);
    }
  });
});
