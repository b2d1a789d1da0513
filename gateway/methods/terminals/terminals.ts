// Interactive terminals in a session's workspace.
import { GatewayError, invalidRequest, unavailable } from '#contract/wire/errors.ts';
import { FileError } from '#core/ports/machine.ts';
import type { ConsoleSink } from '#core/console/console-source.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import type { OpenTerminal } from './open-terminal.ts';
import { makeTerminalHub } from './terminal-hub.ts';

const MAX_SIDE = 1000;

export const TERMINAL_HANDLERS = defineHandlers({
  async 'terminal.open'(params, call) {
    const { services, gateway, connection, afterAnswer } = call;
    const agent = services.engine.agents.require(params.agentId).agentId;
    const { machine, agentId, key } =
      params.sessionKey === undefined
        ? { machine: await services.engine.workspaces.openAgent(agent), agentId: agent, key: undefined }
        : await services.engine.workspaces.openSession(params.sessionKey, params.agentId);
    const size = { cols: clamp(params.cols), rows: clamp(params.rows) };
    await call.audit('terminal.opened', agentId, { cwd: machine.workspace });
    const capture = key === undefined ? undefined : () => captureTerminal(call, key, machine.workspace);
    const terminal = await gateway.state(makeTerminalHub).open(machine, agentId, size, capture).catch(rethrow);
    // Output follows the response: before it, the client doesn't know the terminal's id.
    afterAnswer(() => terminal.attach(connection, 0));
    return toRow(terminal);
  },

  'terminal.input'({ sessionId, data }, call) {
    requireAttached(sessionId, call).write(data);
    return { ok: true };
  },

  'terminal.ack'({ sessionId, seq }, call) {
    requireAttached(sessionId, call).acknowledge(call.connection, seq);
    return { ok: true };
  },

  'terminal.resize'({ sessionId, cols, rows }, { gateway }) {
    gateway.state(makeTerminalHub).get(sessionId).resize(clamp(cols), clamp(rows));
    return { ok: true };
  },

  'terminal.close'({ sessionId }, { gateway }) {
    gateway.state(makeTerminalHub).get(sessionId).close();
    return { ok: true };
  },

  'terminal.attach'({ sessionId }, { gateway, connection, afterAnswer }) {
    const terminal = gateway.state(makeTerminalHub).get(sessionId);
    const { text, end } = terminal.snapshot();
    afterAnswer(() => terminal.attach(connection, end));
    return { ...toRow(terminal), owner: 'conn', buffer: text, seq: end };
  },

  'terminal.list'(_params, { gateway }) {
    const terminals = gateway.state(makeTerminalHub).list();
    return {
      sessions: terminals.map((terminal) => ({
        ...toRow(terminal),
        attached: terminal.isAttached,
        owner: 'conn',
        createdAtMs: terminal.facts.createdAtMs,
      })),
    };
  },
});

/** Without this check, a client could use a terminal without the proof that opening or attaching requires. */
function requireAttached(sessionId: string, { gateway, connection }: Call): OpenTerminal {
  const terminal = gateway.state(makeTerminalHub).get(sessionId);
  if (terminal.isAttachedTo(connection)) return terminal;
  throw invalidRequest('This connection is not attached to the terminal.', 'TERMINAL_NOT_ATTACHED', 'Attach first.');
}

/** The console of the session's project, which keeps the output of terminals if the settings say so. */
async function captureTerminal({ engine, by }: Call, sessionKey: string, workspace: string): Promise<ConsoleSink> {
  const record = await engine.sessions.get(sessionKey);
  return engine.console.open({
    kind: 'terminal',
    title: 'terminal',
    sessionKey,
    agentId: record?.agentId ?? '',
    ownerId: record?.ownerId ?? by.userId,
    project: record?.workspace ?? workspace,
  });
}

function toRow({ facts: { id, agentId, cwd, confined }, shell }: OpenTerminal) {
  return { sessionId: id, agentId, shell, cwd, confined };
}

function rethrow(error: unknown): never {
  if (error instanceof Error && !(error instanceof GatewayError || error instanceof FileError))
    throw unavailable(`Couldn't open the terminal: ${error.message}`, { retryable: false, cause: error });
  throw error;
}

function clamp(side: number): number {
  return Math.min(MAX_SIDE, Math.max(1, Math.trunc(side)));
}
