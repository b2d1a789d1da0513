// `gatehouse run`: a command in the agent's workspace, in a terminal there; its output, its exit code.
import { randomBytes } from 'node:crypto';

import type { GatewayClient } from '#contract/wire/client-api.ts';

import { defineCommand, given, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { lostConnection, withGateway } from '../connection/gateway-connection.ts';
import { connectTerminal } from '../terminal/forward-terminal.ts';
import { MAX_LINE, startLine, StartMark } from '../terminal/shell-start.ts';

const DEFAULT_COLUMNS = 120;
const DEFAULT_ROWS = 40;
/** What shells add to the number of a signal. */
const SIGNAL_BASE = 128;

export const runCommand = defineCommand({
  name: 'run',
  summary: 'Run a command in an agent’s workspace; its exit code is passed on.',
  actions: [
    {
      name: '',
      summary: 'Runs it. It is your command, not the agent’s: nothing is asked.',
      operands: [{ name: 'command', takesRest: true }],
      options: {
        session: { short: 's', value: 'session', help: 'in the workspace of this session', ids: 'session' },
        agent: { short: 'a', value: 'agent', help: 'in that of this agent (default: the default agent)', ids: 'agent' },
      },
      isVerbatim: true,
      run: execute,
    },
  ],
});

function execute(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const nonce = randomBytes(8).toString('hex');
    const { stream } = context.input;
    const line = startLine(commandText(context.operands), nonce, {
      isTerminal: process.stdout.isTTY === true,
      echoes: stream?.isTTY === true,
    });
    if (line.length > MAX_LINE)
      throw new CommandError(EXIT.usage, 'the command is too long for a terminal: write it into a script');
    const ended = await startTerminal(context, client, line, new StartMark(nonce));
    const { code, output } = ended;
    context.output.json({ ok: code === EXIT.ok, exitCode: code, output });
    return code;
  });
}

interface Ended {
  readonly code: ExitCode;
  /** Kept for `--json` only. */
  readonly output: string;
}

async function startTerminal(
  context: CommandContext,
  client: GatewayClient,
  line: string,
  mark: StartMark,
): Promise<Ended> {
  const { output, input } = context;
  const { promise, resolve } = Promise.withResolvers<Ended>();
  let sessionId = '';
  let kept = '';
  let local: { readonly disconnect: () => void } | undefined;
  const send = (data: string): Promise<unknown> => client.request('terminal.input', { sessionId, data });
  const far = {
    send,
    resize: (cols: number, rows: number) => client.request('terminal.resize', { sessionId, cols, rows }),
    close: () => client.request('terminal.close', { sessionId }),
  };
  client.on('terminal.data', (data) => {
    if (data.sessionId !== sessionId) return;
    const text = mark.after(data.data);
    // Not before the command listens: the shell would take it.
    if (mark.isFound) local ??= connectTerminal(input.stream, far);
    if (output.isJson) kept += text;
    else output.text(text);
  });
  client.on('terminal.exit', (exit) => {
    if (exit.sessionId !== sessionId) return;
    if (!mark.isFound) output.complain(`gatehouse: the shell ended before the command began\n${mark.before}`);
    resolve({ code: exitCodeOf(exit), output: kept });
  });
  const size = { cols: process.stdout.columns ?? DEFAULT_COLUMNS, rows: process.stdout.rows ?? DEFAULT_ROWS };
  const place = { ...given(context, 'session', 'sessionKey'), ...given(context, 'agent', 'agentId') };
  // Its output follows the answer, so no data comes before the name is known.
  ({ sessionId } = await client.request('terminal.open', { ...size, ...place }));
  await send(`${line}\r`);
  try {
    return await Promise.race([promise, lostConnection(client)]);
  } finally {
    local?.disconnect();
  }
}

/** One word is a line for the shell; several are one word each. */
function commandText(words: readonly string[]): string {
  return words.length === 1 ? (words[0] ?? '') : words.map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function exitCodeOf({
  exitCode,
  signal,
}: {
  readonly exitCode?: number | null;
  readonly signal?: number | null;
}): ExitCode {
  if (typeof signal === 'number' && signal > 0) return SIGNAL_BASE + signal;
  return exitCode ?? EXIT.failed;
}
