// Command lines from published bypasses of approvals and from an attempt to break this policy: none is allowed by mistake, and
// everyday lines pass.
// Proves: AP-3
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createShellGrammar } from '#adapters/shell-grammar/tree-sitter-grammar.ts';
import { createCorpusMachine, judgeCorpusLine, readCorpus } from '#tests/support/core/command-corpus.ts';
import type { Machine } from '../ports/machine.ts';
import type { ShellGrammar } from '../ports/shell-grammar.ts';

/** Rules as wide as people write them. */
const OPEN = [
  ...'ls cat head tail wc sort grep rg find sed tar echo column diff git npm yarn pnpm node make cargo go docker'.split(
    ' ',
  ),
  'python -m pytest',
  'docker ps',
].map((program) => `${program} *`);
const CORPUS = readCorpus(readFileSync(new URL('./attack-corpus.txt', import.meta.url), 'utf8'));

let grammar: ShellGrammar;
let machine: Machine;
beforeAll(async () => {
  grammar = createShellGrammar((error) => {
    throw error;
  });
  await grammar.load();
  machine = await createCorpusMachine();
});

const fill = (rule: string) => (rule === 'open' ? OPEN : [rule.replace('{EMPTY}', '').replace('{SPACE}', ' ')]);
const readLine = (line: string) => line.replace(/^\{EMPTY\}$/, '').replace(/^\{SPACE\}$/, ' ');

describe('lines that try to break the policy', () => {
  it('are more than 1,500, with some of each verdict', () => {
    expect(CORPUS.length).toBeGreaterThan(1_500);
    for (const verdict of ['allow', 'ask', 'deny'])
      expect(CORPUS.filter((one) => one.verdict === verdict).length, verdict).toBeGreaterThan(50);
  });

  it('get the expected verdicts', async () => {
    const wrong: string[] = [];
    for (const { verdict, rules, line, source } of CORPUS) {
      const decided = await judgeCorpusLine(machine, grammar, { line: readLine(line), rules: rules.flatMap(fill) });
      if (decided.verdict !== verdict) wrong.push(`${source}: ${decided.verdict}, ${decided.reason}`);
    }
    expect(wrong).toEqual([]);
  });
});
