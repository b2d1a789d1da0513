// Walks a parsed script: collects every command with the folders that it can run in, and reports everything else by name.
import {
  forEachChild,
  type AndOr,
  type Assignment,
  type Command,
  type CommandArgument,
  type PipelineNode,
  type Redirection,
  type Script,
  type Statement,
  type SyntaxNode,
  type Word,
} from 'unbash';
import { readRedirection } from './read-redirection.ts';
import { readWord } from './read-word.ts';
import type { FolderChanges, ShellCommand, ShellWord } from './shell-line.ts';

type Folders = readonly FolderChanges[];

/** The folders after a command that succeeded, and after one that failed. */
interface After {
  readonly success: Folders;
  readonly failure: Folders;
}

const START: Folders = [[]];
/** Most folders that a command can run in, and changes of one. */
const MAX_FOLDERS = 6;
/** Nodes that are looked at for nested commands. */
const MAX_NODES = 5_000;

const COMPOUND: Readonly<Record<string, string>> = {
  If: 'a condition (if)',
  For: 'a loop (for)',
  ArithmeticFor: 'a loop (for)',
  While: 'a loop (while)',
  Select: 'a loop (select)',
  Case: 'a condition (case)',
  Function: 'a function',
  Coproc: 'a background command (coproc)',
  TestCommand: 'a condition ([[ ]])',
  ArithmeticCommand: 'arithmetic',
};

/** Collects the commands of one line. */
export class LineReader {
  readonly commands: ShellCommand[] = [];
  readonly problems: string[] = [];
  readonly #line: string;
  #nodes = 0;

  constructor(line: string) {
    this.#line = line;
  }

  readScript(script: Script): void {
    if (script.shebang !== undefined) this.problems.push('it starts with an interpreter line');
    this.#readStatements(script.commands, START);
  }

  #readStatements(statements: readonly Statement[], folders: Folders): Folders {
    let at = folders;
    for (const { command, background } of statements) {
      if (background === true) this.problems.push('it starts a background command (&)');
      at = join(this.#readNode(command, at, false));
    }
    return at;
  }

  #readNode(node: PipelineNode | AndOr, folders: Folders, isPiped: boolean): After {
    switch (node.type) {
      case 'AndOr':
        return this.#readAndOr(node, folders);
      case 'Pipeline':
        return this.#readPipeline(node, folders);
      case 'Command':
        return this.#readCommand(node, folders, isPiped, []);
      case 'Subshell':
        this.#readStatements(node.body.commands, folders);
        return same(folders);
      case 'BraceGroup':
        return same(this.#readStatements(node.body.commands, folders));
      case 'Redirected': {
        for (const redirect of node.redirects) this.#report(this.#readRedirect(redirect).problem);
        return this.#readNode(node.command, folders, isPiped);
      }
      default:
        this.#report(`it contains ${COMPOUND[node.type] ?? 'a compound command'}`);
        this.#findNested(node);
        return same([]);
    }
  }

  #readAndOr({ commands, operators }: AndOr, folders: Folders): After {
    let after: After = same(folders);
    for (const [at, command] of commands.entries()) {
      const operator = at === 0 ? undefined : operators[at - 1];
      const next = this.#readNode(command, operator === '||' ? after.failure : after.success, false);
      if (operator === undefined) after = next;
      else if (operator === '&&') after = { success: next.success, failure: union(after.failure, next.failure) };
      else after = { success: union(after.success, next.success), failure: next.failure };
    }
    return after;
  }

  #readPipeline(node: PipelineNode & { readonly type: 'Pipeline' }, folders: Folders): After {
    const time = node.prefixes.find((prefix) => prefix.type === 'Time');
    const isNegated = node.prefixes.filter((prefix) => prefix.type === 'Negation').length % 2 === 1;
    let after = same(folders);
    for (const [at, command] of node.commands.entries()) {
      if (at === 0 && time !== undefined) after = this.#readTimed(command, folders, time);
      else after = this.#readNode(command, folders, at > 0);
    }
    // Each part of a pipe runs in a shell of its own.
    if (node.commands.length > 1) return same(folders);
    return isNegated ? { success: after.failure, failure: after.success } : after;
  }

  #readTimed(command: PipelineNode, folders: Folders, time: { readonly pos: number; readonly end: number }): After {
    if (command.type !== 'Command') {
      this.problems.push('it measures the time of more than one command');
      return this.#readNode(command, folders, false);
    }
    const words = this.#line
      .slice(time.pos, time.end)
      .split(/\s+/)
      .filter((word) => word !== '');
    const prefix = words.map((text) => ({ text, isPattern: false, pos: time.pos, end: time.end }));
    return this.#readCommand(command, folders, false, prefix);
  }

  #readCommand(command: Command, folders: Folders, isPiped: boolean, before: readonly ShellWord[]): After {
    const problems: string[] = [];
    const outputs: string[] = [];
    for (const redirect of command.redirects) {
      const { output, problem } = this.#readRedirect(redirect);
      if (problem !== undefined) problems.push(problem);
      if (output !== undefined) outputs.push(output);
    }
    for (const item of command.prefix) if (item.type === 'Assignment') problems.push(this.#readAssignment(item));
    const sources = [...(command.name === undefined ? [] : [command.name]), ...command.args];
    const words = [...before, ...sources.map((source) => this.#readWord(source, problems))];
    if (folders.length === 0 || folders.length > MAX_FOLDERS) problems.push("its folder isn't known");
    if (isUnclearChange(words)) problems.push("it changes to a folder that isn't known in advance");
    const { pos, end } = command;
    const read = { words, pos, end, folders, isPiped, isNested: false, outputs, problems };
    if (words.length > 0 || problems.length > 0) this.commands.push(read);
    return changeFolder(read);
  }

  #readWord(source: CommandArgument, problems: string[]): ShellWord {
    const { pos, end } = source;
    const { text, isPattern, problem } = readWord(source.text);
    if (problem !== undefined) {
      problems.push(problem);
      this.#findNested(source);
    } else if (source.type === 'Word' && !isPattern && source.value !== text)
      problems.push(`the grammar reads the word ${source.text} differently`);
    return { text, isPattern, pos, end };
  }

  #readAssignment(assignment: Assignment): string {
    this.#findNested(assignment);
    return `it sets the variable ${assignment.name}`;
  }

  #readRedirect(redirect: Redirection): ReturnType<typeof readRedirection> {
    this.#findNested(redirect);
    return readRedirection(redirect);
  }

  /** Commands in substitutions and compound commands are named, too: a rule can deny them. */
  #findNested(node: SyntaxNode): void {
    forEachChild(node, (child) => {
      this.#nodes += 1;
      if (this.#nodes > MAX_NODES) return;
      if (child.type === 'Command') this.#addNested(child);
      else this.#findNested(child);
    });
  }

  #addNested(command: Command): void {
    const sources: readonly (Word | Assignment)[] = [
      ...(command.name === undefined ? [] : [command.name]),
      ...command.args,
    ];
    const words = sources.map(({ text, pos, end }) => ({ text: readWord(text).text, isPattern: false, pos, end }));
    const outputs = command.redirects.flatMap((redirect) => readRedirection(redirect).output ?? []);
    const { pos, end } = command;
    const rest = { pos, end, folders: [], isPiped: false, isNested: true, outputs };
    if (words.length > 0) this.commands.push({ ...rest, words, problems: ['it runs inside another command'] });
    this.#findNested(command);
  }

  #report(problem: string | undefined): void {
    if (problem !== undefined && !this.problems.includes(problem)) this.problems.push(problem);
  }
}

/** What runs the next word in the same shell. */
const TRANSPARENT: ReadonlySet<string> = new Set(['time', '-p', 'command']);

/** Whether `cd` has a file pattern, or more than one folder. */
function isUnclearChange(words: readonly ShellWord[]): boolean {
  const start = words.findIndex(({ text }) => !TRANSPARENT.has(text));
  if (words[start]?.text !== 'cd') return false;
  const operands = words.slice(start + 1).filter(({ text }) => text !== '--');
  return operands.length > 1 || operands.some(({ isPattern }) => isPattern);
}

/** The folders after a command: only `cd` changes them, and only if it succeeds. */
function changeFolder({ words, folders, problems }: ShellCommand): After {
  const texts = words.map(({ text }) => text);
  const start = texts.findIndex((text) => !TRANSPARENT.has(text));
  if (texts[start] !== 'cd') return same(folders);
  const folder = readFolder(texts.slice(start));
  const isKnown = folder !== undefined && problems.length === 0 && folders.every(({ length }) => length < MAX_FOLDERS);
  return { success: isKnown ? folders.map((before) => [...before, folder]) : [], failure: folders };
}

/** The operand of `cd`; undefined if it has none. */
export function readFolder([, ...operands]: readonly string[]): string | undefined {
  return operands[0] === '--' ? operands[1] : operands[0];
}

function same(folders: Folders): After {
  return { success: folders, failure: folders };
}

/** An unknown folder makes the result unknown. */
function union(a: Folders, b: Folders): Folders {
  if (a.length === 0 || b.length === 0) return [];
  const all = new Map([...a, ...b].map((folder) => [JSON.stringify(folder), folder]));
  return [...all.values()];
}

function join({ success, failure }: After): Folders {
  return union(success, failure);
}
