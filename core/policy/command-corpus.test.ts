// Shell strings with their verdicts, from the classes in the security page: what must pass, and what must never pass unseen.
// Proves: AP-3
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createShellGrammar } from '#adapters/shell-grammar/tree-sitter-grammar.ts';
import type { ShellGrammar } from '../ports/shell-grammar.ts';
import { createCorpusMachine, judgeCorpusLine, readCorpus } from '#tests/support/core/command-corpus.ts';
import type { Machine } from '../ports/machine.ts';
import { inspectLine } from '../workspaces/inspect-line.ts';

const CORPUS = readCorpus(readFileSync(new URL('./command-corpus.txt', import.meta.url), 'utf8'));

let grammar: ShellGrammar;
let machine: Machine;
beforeAll(async () => {
  grammar = createShellGrammar((error) => {
    throw error;
  });
  await grammar.load();
  machine = await createCorpusMachine();
});

describe('the corpus of command lines', () => {
  it('has more than 1,000 lines, with more than 200 of each verdict', () => {
    expect(CORPUS.length).toBeGreaterThan(1_000);
    for (const verdict of ['allow', 'ask'])
      expect(CORPUS.filter((one) => one.verdict === verdict).length).toBeGreaterThan(200);
  });

  it('gets the verdict of each line, with a reason', async () => {
    const wrong: string[] = [];
    for (const one of CORPUS) {
      const { verdict, reason } = await judgeCorpusLine(machine, grammar, one);
      if (verdict !== one.verdict || reason.length < 5) wrong.push(`${one.source}: ${verdict}, ${reason}`);
    }
    expect(wrong).toEqual([]);
  });

  it('requires approval for every line while the second grammar is missing', async () => {
    const missing = { load: async () => undefined, listCommands: () => undefined };
    for (const { line } of CORPUS) {
      const facts = await inspectLine(machine, missing, { line, cwd: machine.workspace });
      expect(facts.problem ?? facts.programs.flatMap(({ call }) => call.problems)[0]).toBeTypeOf('string');
    }
  });

  it('requires approval for every line of PowerShell and cmd', async () => {
    for (const shell of ['powershell', 'cmd'] as const) {
      const facts = await inspectLine(machine, grammar, { line: 'ls', cwd: machine.workspace, shell });
      expect(facts.problem).toContain('not supported');
    }
  });
});
