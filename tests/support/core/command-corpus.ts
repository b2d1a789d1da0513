// Reads a corpus of command lines with their verdicts, and judges its lines.
import type { ShellGrammar } from '#core/ports/shell-grammar.ts';
import type { Machine } from '#core/ports/machine.ts';
import { judge, type Verdict } from '#core/policy/policy.ts';
import { splitRule } from '#core/policy/split-rule.ts';
import { inspectLine } from '#core/workspaces/inspect-line.ts';
import { createMemoryMachine } from '../memory-machine.ts';
import { sampleRule } from './command-samples.ts';

/** A line of the corpus. */
export interface CorpusLine {
  readonly verdict: string;
  readonly rules: readonly string[];
  readonly line: string;
  /** As it is in the file. */
  readonly source: string;
}

const ENTRY = /^(allow|ask|deny)((?: \[[^\]]*\])*) \|(?: (.*))?$/;

/** The entries of a corpus file. */
export function readCorpus(text: string): readonly CorpusLine[] {
  return text.split('\n').flatMap((source) => {
    const [, verdict, rules = '', line = ''] = ENTRY.exec(source) ?? [];
    if (verdict === undefined) return [];
    return [
      {
        verdict,
        rules: [...rules.matchAll(/\[([^\]]*)\]/g)].map(([, rule = '']) => rule),
        line: readCharacters(line),
        source,
      },
    ];
  });
}

function readCharacters(line: string): string {
  return line
    .replaceAll('⏎', '\n')
    .replaceAll('␉', '\t')
    .replaceAll('␍', '\r')
    .replaceAll(/\{U\+([0-9A-F]{4,5})\}/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
}

const WORKSPACE = '/memory';
const DENY = 'deny:';

/** A machine with the files of the corpus. */
export async function createCorpusMachine(): Promise<Machine> {
  const machine = createMemoryMachine(WORKSPACE);
  for (const name of ['src/a.ts', 'src/b.ts', 'a.txt', 'README.md', '.env', 'package.json', '.git/config'])
    await machine.write(name, name === '.git/config' ? '' : '{}');
  return machine;
}

/** Judges a line under rules; one that starts with `deny:` denies. */
export async function judgeCorpusLine(
  machine: Machine,
  grammar: ShellGrammar,
  { line, rules }: Pick<CorpusLine, 'line' | 'rules'>,
): Promise<Verdict> {
  const facts = await inspectLine(machine, grammar, { line, cwd: WORKSPACE });
  return judge({
    mode: 'ask',
    risk: 'exec',
    agentId: 'main',
    sessionKey: undefined,
    projectId: undefined,
    workspace: WORKSPACE,
    realWorkspace: WORKSPACE,
    rules: rules.map((text) => ({
      ...sampleRule('x', { workspace: '*' }),
      id: text,
      words: splitRule(text.startsWith(DENY) ? text.slice(DENY.length) : text),
      ...(text.startsWith(DENY) ? { effect: 'deny' as const } : {}),
    })),
    // The rules were written for these files as they are.
    line: { ...facts, programs: facts.programs.map((program) => ({ ...program, files: [] })) },
    readOnlyCommands: true,
  });
}
