// `gatehouse run`: runs a command in a terminal in an agent's workspace.
import { randomBytes } from 'node:crypto';

import type { GatewayClient } from '#contract/wire/client-api.ts';

import { defineCommand, optionAs, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { lostConnection, withClient } from '../connection/gateway-connection.ts';
import { forwardTerminal } from '../terminal/forward-terminal.ts';
import { MAX_LINE, startLine, StartMarker } from '../terminal/shell-start.ts';

const DEFAULT_COLUMNS = 120;
const DEFAULT_ROWS = 40;
/** Shells report a fatal signal as 128 plus its number. */
const SIGNAL_BASE = 128;

export const run = defineCommand({
  name: 'run',
  summary: "Run a command in an agent's workspace and return its exit code",
  description: 'The command runs as you, not as the agent, so it needs no approval.',
  examples: ['gatehouse run git status', 'gatehouse run --session release "npm test | tail"'],
  args: [{ name: 'command', isVariadic: true }],
  options: {
    session: { short: 's', value: 'session', help: 'Use the workspace of this session', completes: 'session' },
    agent: {
      short: 'a',
      value: 'agent',
      help: 'Use the workspace of this agent (default: the default agent)',
      completes: 'agent',
    },
  },
  passesThrough: true,
  run: withClient(execute),
});

async function execute(context: CommandContext, client: GatewayClient): Promise<ExitCode> {
  const nonce = randomBytes(8).toString('hex');
  const { stream } = context.input;
  const line = startLine(shellCommand(context.args), nonce, {
    isTerminal: process.stdout.isTTY === true,
    echoes: stream?.isTTY === true,
  });
  if (line.length > MAX_LINE)
    throw new CommandError(EXIT.usage, `command is longer than ${MAX_LINE} characters; put it in a script`);
  const { code, output } = await runInTerminal(context, client, line, new StartMarker(nonce));
  context.output.json({ ok: code === EXIT.ok, exitCode: code, output });
  return code;
}

interface Result {
  readonly code: ExitCode;
  /** Collected for `--json` only. */
  readonly output: string;
}

async function runInTerminal(
  context: CommandContext,
  client: GatewayClient,
  line: string,
  marker: StartMarker,
): Promise<Result> {
  const { output, input } = context;
  const { promise, resolve } = Promise.withResolvers<Result>();
  let sessionId = '';
  let collected = '';
  let forwarding: { readonly stop: () => void } | undefined;
  const send = (data: string): Promise<unknown> => client.request('terminal.input', { sessionId, data });
  const remote = {
    send,
    resize: (cols: number, rows: number) => client.request('terminal.resize', { sessionId, cols, rows }),
    close: () => client.request('terminal.close', { sessionId }),
  };
  client.on('terminal.data', (data) => {
    if (data.sessionId !== sessionId) return;
    const text = marker.after(data.data);
    // Not earlier, or the shell would read the input meant for the command.
    if (marker.isFound) forwarding ??= forwardTerminal(input.stream, remote);
    if (output.isJson) collected += text;
    else output.text(text);
  });
  client.on('terminal.exit', (exit) => {
    if (exit.sessionId !== sessionId) return;
    if (!marker.isFound) output.error(`gatehouse: the shell exited before the command started\n${marker.before}`);
    resolve({ code: exitCodeFor(exit), output: collected });
  });
  const size = { cols: process.stdout.columns ?? DEFAULT_COLUMNS, rows: process.stdout.rows ?? DEFAULT_ROWS };
  const target = { ...optionAs(context, 'session', 'sessionKey'), ...optionAs(context, 'agent', 'agentId') };
  // Output events follow this response, so `sessionId` is set before they arrive.
  ({ sessionId } = await client.request('terminal.open', { ...size, ...target }));
  await send(`${line}\r`);
  try {
    return await Promise.race([promise, lostConnection(client)]);
  } finally {
    forwarding?.stop();
  }
}

/** A single argument is a shell command line; several are quoted as separate words. */
function shellCommand(words: readonly string[]): string {
  return words.length === 1 ? (words[0] ?? '') : words.map(quote).join(' ');
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function exitCodeFor({
  exitCode,
  signal,
}: {
  readonly exitCode?: number | null;
  readonly signal?: number | null;
}): ExitCode {
  if (typeof signal === 'number' && signal > 0) return SIGNAL_BASE + signal;
  return exitCode ?? EXIT.failed;
}
