// process: manages commands that run in the background.
import { escapeHidden } from '#contract/types/hidden-characters.ts';
import { takeStart } from '#contract/types/truncate-text.ts';
import { capText } from './cap-text.ts';
import type { RunningCommand } from '../ports/machine.ts';
import type { ToolContext, ToolResult } from '../ports/tool-source.ts';
import { defineTool, failed, said } from './define-tool.ts';
import { choice, integer, optional, text, type InputValue } from './input.ts';
import type { Job } from './background-jobs.ts';
import { toPlainOutput } from './plain-output.ts';

/** Most lines that "tail" returns, and how many it returns by default. */
const MAX_TAIL_LINES = 1_000;
const TAIL_LINES = 50;

const fields = {
  action: choice('What to do.', ['list', 'poll', 'tail', 'write', 'end-input', 'kill']),
  id: optional(text('Job ID, such as job-1. Not needed for "list".')),
  lines: optional(integer('Number of lines for "tail". Default: 50.', { min: 1, max: MAX_TAIL_LINES })),
  input: optional(
    text('Input for "write"; end it with a newline. The command must have been started with "stdin" or "pty".'),
  ),
};

type ProcessInput = InputValue<typeof fields>;

export const processTool = defineTool({
  name: 'process',
  description:
    'Lists background commands, reads their new output ("poll") or their last lines ("tail"), sends them input, or stops them.',
  fields,
  // Input for a running shell is a command like any other.
  effect: 'exec',
  risk: ({ action }) => (action === 'write' ? 'exec' : 'read'),
  isRepeatable: (raw) => ['list', 'poll', 'tail'].includes(String(raw['action'])),
  title: ({ action, id, input }) =>
    [`process ${action}`, id ?? '', action === 'write' ? takeStart(JSON.stringify(escapeHidden(input ?? '')), 200) : '']
      .filter((part) => part !== '')
      .join(' '),
  plan: async ({ id, input }, { machine, jobs, sessionKey }) => {
    const job = id === undefined ? undefined : jobs.get(sessionKey, id);
    return {
      command: `Write to ${id ?? '?'} (${job?.command ?? 'unknown'}): ${escapeHidden(input ?? '')}`,
      cwd: machine.workspace,
    };
  },
  run: async (input, context) => act(input, context),
});

function act({ action, id, input, lines }: ProcessInput, context: ToolContext): ToolResult {
  const { jobs, sessionKey } = context;
  if (action === 'list') return listJobs(jobs.list(sessionKey));
  const job = id === undefined ? undefined : jobs.get(sessionKey, id);
  if (job === undefined) return failed('No background command has this ID. Use "list" to see them.');
  switch (action) {
    case 'poll':
      return said(`${capText(toPlainOutput(job.takeOutput())) || '(no new output)'}\n(${describeState(job)})`, {
        background: job.id,
        exitCode: job.result?.exitCode ?? null,
      });
    case 'tail':
      return said(`${capText(takeLines(job, lines ?? TAIL_LINES)) || '(no output)'}\n(${describeState(job)})`, {
        background: job.id,
        exitCode: job.result?.exitCode ?? null,
      });
    case 'write':
      return withInput(job, (running) => {
        running.write(input ?? '');
        return 'Written.';
      });
    case 'end-input':
      return withInput(job, (running) => {
        running.endInput();
        return 'The input is closed.';
      });
    case 'kill':
      return killJob(job);
  }
}

function withInput(job: Job, use: (running: RunningCommand) => string): ToolResult {
  const { running, result, hasInput, id } = job;
  if (running === undefined || result !== undefined) return failed('The command has exited; it accepts no input.');
  if (!hasInput)
    return failed('The command accepts no input. Start it with "stdin", or with "pty" if it needs a terminal.');
  return said(use(running), { background: id });
}

function killJob(job: Job): ToolResult {
  const { running, result, id } = job;
  if (running === undefined || result !== undefined)
    return said(`The command has already exited (${describeState(job)}).`, { background: id });
  running.kill();
  return said('Stopping the command.', { background: id });
}

/** The last lines of a command's output, whether they were read or not. */
function takeLines(job: Job, count: number): string {
  const all = toPlainOutput(job.output()).replace(/\n$/, '').split('\n');
  return all.slice(-count).join('\n');
}

function listJobs(jobs: readonly Job[]): ToolResult {
  const lines = jobs.map((job) => `${job.id} (${describeState(job)}): ${job.command}`);
  return said(lines.join('\n') || 'No background commands.', { count: jobs.length });
}

function describeState({ running, result }: Job): string {
  if (running === undefined) return 'interrupted: Gatehouse stopped while it was running';
  if (result === undefined) return 'running';
  return result.timedOut ? 'stopped: timed out' : `exited: code ${result.exitCode ?? 'none'}`;
}
