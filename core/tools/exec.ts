// exec: runs a command line in the workspace: in the foreground, in the background, or on a pseudo-terminal.
import { defined } from '#contract/types/defined.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import { escapeHidden } from '#contract/types/hidden-characters.ts';
import { captureCommands } from '../console/capture-commands.ts';
import { findRisks } from '../policy/policy.ts';
import type { LineFacts } from '../policy/line-facts.ts';
import { suggestRule } from '../policy/rules.ts';
import { FileError, type ExecResult, type Machine } from '../ports/machine.ts';
import { bindRunFiles } from '../workspaces/bind-run-files.ts';
import { findPath, missingPath } from '../workspaces/find-path.ts';
import { capText } from './cap-text.ts';
import type { AllowedBy, Plan, ToolContext, ToolResult } from '../ports/tool-source.ts';
import { toPlainOutput } from './plain-output.ts';
import { defineTool, failed, said } from './define-tool.ts';
import { flag, integer, optional, text, type InputValue } from './input.ts';

/** Output kept per command, bytes. */
const MAX_OUTPUT_BYTES = 256 * 1024;
/** Longest timeout that a model may request, seconds. */
const MAX_TIMEOUT_S = 3_600;
/** Time after which a background command is stopped, ms. */
const BACKGROUND_TIMEOUT_MS = 24 * 60 * 60_000;

const fields = {
  command: text('The command line, run by a shell in the workspace. Prefer a single simple command.'),
  cwd: optional(text('Working directory, relative to the workspace.')),
  background: optional(flag('Run in the background. Use the "process" tool to read its output later.')),
  pty: optional(flag('Run on a pseudo-terminal, for programs that require one.')),
  stdin: optional(flag('Keep the input of a background command open. Use the "process" tool to write to it.')),
  timeoutSeconds: optional(integer('Time limit.', { min: 1, max: MAX_TIMEOUT_S })),
};

type ExecInput = InputValue<typeof fields>;

export const execTool = defineTool({
  name: 'exec',
  description: 'Runs a command in the workspace and returns its output and exit code.',
  fields,
  effect: 'exec',
  title: ({ command }) => firstLine(command),
  plan: planExec,
  async run(input, context) {
    const found = { ...input, cwd: await findFolder(input.cwd, context.machine) };
    return input.background === true ? runInBackground(found, context) : runToEnd(found, context);
  },
});

async function planExec({ command, cwd: asked }: ExecInput, { machine, grammar }: ToolContext): Promise<Plan> {
  const cwd = await requireFolder(machine, await findFolder(asked, machine));
  // The parsers are loaded with the first command.
  const { inspectLine } = await import('../workspaces/inspect-line.ts');
  const { parseSimple } = await import('../policy/shell/parse-shell.ts');
  const facts = await inspectLine(machine, grammar, { line: command, cwd });
  const words = parseSimple(command);
  const uncovered = facts.programs.find(({ operandProblem }) => operandProblem !== undefined)?.operandProblem;
  const isRule = words !== undefined && uncovered === undefined;
  const files = await bindRunFiles(machine, command, cwd);
  return {
    command: escapeHidden(command),
    cwd,
    facts,
    risks: findRisks(command, uncovered),
    ...defined({
      argv: words,
      resolvedPath: listPaths(facts),
      suggestedRule: isRule ? suggestRule(words) : undefined,
    }),
    ...(files.length === 0 ? {} : { files }),
  };
}

/** The files that the line runs. An approval doesn't apply to others. */
function listPaths({ programs }: LineFacts): string | undefined {
  const paths = new Set(programs.flatMap(({ resolvedPath }) => resolvedPath ?? []));
  return paths.size === 0 ? undefined : [...paths].join(', ');
}

/** The folder of the command. One that will be refused is refused before anyone is asked. @throws {FileError} */
async function requireFolder(machine: Machine, cwd: string | undefined): Promise<string> {
  if (cwd === undefined || cwd === '.') return machine.workspace;
  const { kind, path } = await machine.stat(cwd);
  if (kind !== 'directory') throw new FileError('not-a-folder', `${JSON.stringify(cwd)} isn't a folder.`);
  return path === '' ? machine.workspace : `${machine.workspace}/${path}`;
}

/** The folder as the disk has it. @throws {FileError} `not-found` with the closest names, before anyone is asked */
async function findFolder(asked: string | undefined, machine: Machine): Promise<string | undefined> {
  if (asked === undefined) return undefined;
  const found = await findPath(machine, asked);
  if (!found.exists) throw await missingPath(machine, asked);
  return found.path;
}

async function toRequest(
  { command, cwd, pty, stdin, background, timeoutSeconds }: ExecInput,
  context: ToolContext,
  timeoutMs: number,
) {
  const { machine, allowedBy, signal, environment: env } = context;
  return {
    command: allowedBy === undefined ? command : await protect(command, cwd, machine, allowedBy, signal),
    pty: pty ?? false,
    // Nobody could write to a command in the foreground.
    ...(stdin === true && background === true ? { stdin } : {}),
    timeoutMs: timeoutSeconds === undefined ? timeoutMs : timeoutSeconds * 1000,
    maxOutputBytes: MAX_OUTPUT_BYTES,
    ...defined({ cwd, env }),
  };
}

/** Nobody reviews a covered command, so repository settings must not make it run other programs. */
async function protect(
  line: string,
  cwd: string | undefined,
  machine: Machine,
  allowedBy: AllowedBy,
  signal: AbortSignal,
): Promise<string> {
  const { protectLine } = await import('../workspaces/protect-line.ts');
  return protectLine(machine, { line, cwd: await requireFolder(machine, cwd) }, allowedBy, signal);
}

async function runToEnd(input: ExecInput, context: ToolContext): Promise<ToolResult> {
  const request = await toRequest(input, context, context.commandTimeoutMs);
  const commands = captureCommands(context, 'command');
  const running = await commands.exec(request, (chunk) => context.output(chunk), context.signal);
  return toResult(input, await running.finished);
}

async function runInBackground(input: ExecInput, context: ToolContext): Promise<ToolResult> {
  const { jobs, sessionKey, clock } = context;
  const request = await toRequest(input, context, BACKGROUND_TIMEOUT_MS);
  const job = await jobs.start(sessionKey, captureCommands(context, 'background'), request, clock.now());
  if (job === undefined)
    return failed('Too many background commands are running. Stop one with the "process" tool first.');
  const { pid } = job.running;
  const text = `Started in the background as ${job.id} (PID ${pid}). Use the "process" tool to read its output.`;
  return said(text, { command: input.command, background: job.id, pid });
}

function toResult({ command, cwd = '.', pty = false }: ExecInput, result: ExecResult): ToolResult {
  const { output, ...end } = result;
  const isError = end.timedOut || end.exitCode !== 0;
  return { text: withEnd(capText(toPlainOutput(output)), result), isError, details: { command, cwd, pty, ...end } };
}

const STOP_NOTES = {
  memory: '(killed: the machine ran out of memory)',
  disk: "(stopped: the workspace reached the machine's disk limit)",
  machine: '(interrupted: the machine stopped)',
} as const;

function withEnd(output: string, { exitCode, signal, timedOut, stoppedBy, leftRunning = 0 }: ExecResult): string {
  const left =
    leftRunning === 0 ? '' : `(${leftRunning} ${leftRunning === 1 ? 'process is' : 'processes are'} still running)`;
  const end = timedOut
    ? '(stopped: timed out)'
    : signal !== null
      ? `(terminated by signal ${signal})`
      : `(exit code ${exitCode ?? 'unknown'})`;
  const stop = stoppedBy === undefined ? [] : [STOP_NOTES[stoppedBy]];
  const notes = [...(exitCode === 0 && !timedOut ? [] : [end]), ...stop, ...(left === '' ? [] : [left])];
  if (notes.length === 0) return output === '' ? '(no output)' : output;
  return output === '' || output.endsWith('\n') ? `${output}${notes.join('\n')}` : `${output}\n${notes.join('\n')}`;
}

function firstLine(command: string): string {
  return truncateText(command.trimStart().split('\n')[0] ?? '', 200);
}
