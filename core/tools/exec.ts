// exec: runs a command line in the workspace: in the foreground, in the background, or on a pseudo-terminal.
import { defined } from '#contract/types/defined.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import { escapeHidden } from '#contract/types/hidden-characters.ts';
import { parseLine } from '../policy/command-line.ts';
import { findRisks } from '../policy/policy.ts';
import { suggestRule } from '../policy/rules.ts';
import type { ExecResult, Machine } from '../ports/machine.ts';
import { findPath, missingPath } from '../workspaces/find-path.ts';
import { capText } from './cap-text.ts';
import type { Plan, ToolContext, ToolResult } from '../ports/tool-source.ts';
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

async function planExec({ command, cwd: asked }: ExecInput, { machine }: ToolContext): Promise<Plan> {
  const cwd = await findFolder(asked, machine);
  const parsed = parseLine(command);
  const words = parsed.ok ? parsed.words : undefined;
  const resolvedPath = words?.[0] === undefined ? undefined : await machine.resolveProgram(words[0]);
  const rule = words === undefined || resolvedPath === undefined ? undefined : suggestRule(words);
  return {
    command: escapeHidden(command),
    cwd: resolveFolder(machine.workspace, cwd),
    line: command,
    risks: findRisks(command),
    ...defined({ argv: words, resolvedPath, suggestedRule: rule }),
  };
}

function resolveFolder(workspace: string, cwd: string | undefined): string {
  if (cwd === undefined || cwd === '.') return workspace;
  return cwd.startsWith('/') ? cwd : `${workspace}/${cwd}`;
}

/** The folder as the disk has it. @throws {FileError} `not-found` with the closest names, before anyone is asked */
async function findFolder(asked: string | undefined, machine: Machine): Promise<string | undefined> {
  if (asked === undefined) return undefined;
  const found = await findPath(machine, asked);
  if (!found.exists) throw await missingPath(machine, asked);
  return found.path;
}

function toRequest({ command, cwd, pty, timeoutSeconds }: ExecInput, timeoutMs: number) {
  return {
    command,
    pty: pty ?? false,
    timeoutMs: timeoutSeconds === undefined ? timeoutMs : timeoutSeconds * 1000,
    maxOutputBytes: MAX_OUTPUT_BYTES,
    ...defined({ cwd }),
  };
}

async function runToEnd(input: ExecInput, context: ToolContext): Promise<ToolResult> {
  const request = toRequest(input, context.commandTimeoutMs);
  const running = await context.machine.exec(request, (chunk) => context.output(chunk), context.signal);
  return toResult(input, await running.finished);
}

async function runInBackground(input: ExecInput, context: ToolContext): Promise<ToolResult> {
  const { jobs, sessionKey, machine, clock } = context;
  const job = await jobs.start(sessionKey, machine, toRequest(input, BACKGROUND_TIMEOUT_MS), clock.now());
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

function withEnd(output: string, { exitCode, signal, timedOut }: ExecResult): string {
  const end = timedOut
    ? '(stopped: timed out)'
    : signal !== null
      ? `(terminated by signal ${signal})`
      : `(exit code ${exitCode ?? 'unknown'})`;
  if (exitCode === 0 && !timedOut) return output === '' ? '(no output)' : output;
  return output === '' || output.endsWith('\n') ? `${output}${end}` : `${output}\n${end}`;
}

function firstLine(command: string): string {
  return truncateText(command.trimStart().split('\n')[0] ?? '', 200);
}
