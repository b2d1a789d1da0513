// Shell strings with their verdicts, from the classes in the security page: what must pass, and what must never pass unseen.
// Proves: AP-3
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createShellGrammar } from '#adapters/shell-grammar/tree-sitter-grammar.ts';
import type { ShellGrammar } from '../ports/shell-grammar.ts';
import { createMemoryMachine } from '#tests/support/memory-machine.ts';
import { readCorpus, type CorpusLine } from '#tests/support/core/command-corpus.ts';
import { sampleRule } from '#tests/support/core/command-samples.ts';
import type { Machine } from '../ports/machine.ts';
import { inspectLine } from '../workspaces/inspect-line.ts';
import { splitRule } from './split-rule.ts';
import { judge } from './policy.ts';

const CORPUS = readCorpus(readFileSync(new URL('./command-corpus.txt', import.meta.url), 'utf8'));
const WORKSPACE = '/memory';

let grammar: ShellGrammar;
let machine: Machine;
beforeAll(async () => {
  grammar = createShellGrammar((error) => {
    throw error;
  });
  await grammar.load();
  machine = createMemoryMachine(WORKSPACE);
  for (const name of ['src/a.ts', 'src/b.ts', 'a.txt', 'README.md', '.env', 'package.json', '.git/config'])
    await machine.write(name, '{}');
});

async function decide({ line, rules }: CorpusLine) {
  const facts = await inspectLine(machine, grammar, { line, cwd: WORKSPACE });
  return judge({
    mode: 'ask',
    risk: 'exec',
    agentId: 'main',
    sessionKey: undefined,
    workspace: WORKSPACE,
    realWorkspace: WORKSPACE,
    rules: rules.map((text) => ({ ...sampleRule('x', { workspace: '*' }), id: text, words: splitRule(text) })),
    // The rules were written for these files as they are.
    line: { ...facts, programs: facts.programs.map((program) => ({ ...program, files: [] })) },
    readOnlyCommands: true,
  });
}

describe('the corpus of command lines', () => {
  it('has more than 1,000 lines, with more than 200 of each verdict', () => {
    expect(CORPUS.length).toBeGreaterThan(1_000);
    for (const verdict of ['allow', 'ask'])
      expect(CORPUS.filter((one) => one.verdict === verdict).length).toBeGreaterThan(200);
  });

  it('gets the verdict of each line, with a reason', async () => {
    const wrong: string[] = [];
    for (const one of CORPUS) {
      const { verdict, reason } = await decide(one);
      if (verdict !== one.verdict || reason.length < 5) wrong.push(`${one.source}: ${verdict}, ${reason}`);
    }
    expect(wrong).toEqual([]);
  });

  it('requires approval for every line while the second grammar is missing', async () => {
    const missing = { load: async () => undefined, listCommands: () => undefined };
    for (const { line } of CORPUS) {
      const facts = await inspectLine(machine, missing, { line, cwd: WORKSPACE });
      expect(facts.problem ?? facts.programs.flatMap(({ call }) => call.problems)[0]).toBeTypeOf('string');
    }
  });

  it('requires approval for every line of PowerShell and cmd', async () => {
    for (const shell of ['powershell', 'cmd'] as const) {
      const facts = await inspectLine(machine, grammar, { line: 'ls', cwd: WORKSPACE, shell });
      expect(facts.problem).toContain('not understood');
    }
  });
});
