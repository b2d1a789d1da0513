// Interactive terminals in a session's workspace.
import { defined } from '#contract/types/defined.ts';
import type { SessionTerminal } from '#contract/types/terminals.ts';
import { GatewayError, invalidRequest, unavailable } from '#contract/wire/errors.ts';
import { FileError } from '#core/ports/machine.ts';
import type { StoredTerminal } from '#core/ports/terminal-records.ts';
import type { ConsoleSink } from '#core/console/console-source.ts';
import { uploadToTerminal } from '#core/terminals/upload-file.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import type { OpenTerminal } from '../../terminals/open-terminal.ts';
import { makeTerminalHub } from '../../terminals/terminal-hub.ts';

const MAX_SIDE = 1000;
const MAX_UPLOAD_BYTES = 16 * 1024 * 1024;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

export const TERMINAL_HANDLERS = defineHandlers({
  async 'terminal.open'(params, call) {
    const { services, gateway, connection, afterAnswer } = call;
    const agent = services.engine.agents.require(params.agentId).agentId;
    const { machine, agentId, key, environment } =
      params.sessionKey === undefined
        ? {
            machine: await services.engine.workspaces.openAgent(agent),
            agentId: agent,
            key: undefined,
            environment: {},
          }
        : await services.engine.workspaces.openSession(params.sessionKey, params.agentId);
    await call.audit('terminal.opened', agentId, { cwd: machine.workspace });
    const request = {
      machine,
      agentId,
      size: { cols: clamp(params.cols), rows: clamp(params.rows), env: environment },
      ownerId: call.by.userId,
      ...defined({ name: params.name }),
      ...(key === undefined ? {} : { sessionKey: key, capture: () => captureTerminal(call, key, machine.workspace) }),
    };
    const terminal = await gateway.state(makeTerminalHub).open(request).catch(rethrow);
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

  async 'terminal.close'({ sessionId }, { gateway, services }) {
    const hub = gateway.state(makeTerminalHub);
    if (hub.find(sessionId) !== undefined) {
      hub.discard(sessionId);
      return { ok: true };
    }
    const { record } = await requireKept(sessionId, services);
    await services.terminals.remove(sessionId);
    hub.publishChange(record.sessionKey);
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

  async 'terminal.upload'({ sessionId, name, contentBase64 }, call) {
    if (!BASE64.test(contentBase64)) throw invalidRequest("The file isn't valid base64.", 'UPLOAD_DATA');
    requireAttached(sessionId, call);
    const bytes = Buffer.from(contentBase64, 'base64');
    if (bytes.length > MAX_UPLOAD_BYTES)
      throw invalidRequest('Files over 16 MB are too large for a terminal.', 'UPLOAD_TOO_LARGE', 'Upload it in Files.');
    const machine = call.gateway.state(makeTerminalHub).machine(sessionId);
    return { path: await uploadToTerminal(machine, { name, bytes }, call.services.clock), size: bytes.length };
  },

  async 'terminal.bySession'({ sessionKey: asked }, { gateway, services, engine }) {
    const sessionKey = engine.sessions.resolveKey(asked);
    const hub = gateway.state(makeTerminalHub);
    const kept = (await services.terminals.list(sessionKey)).filter(({ record }) => hub.find(record.id) === undefined);
    const open = hub.list().filter(({ facts }) => facts.sessionKey === sessionKey);
    const terminals = [...open.map(toSessionTerminal), ...kept.map(toEndedTerminal)];
    return { sessionKey, terminals: terminals.toSorted((a, b) => a.createdAtMs - b.createdAtMs) };
  },

  async 'terminal.rename'({ sessionId, name }, { gateway, services }) {
    const hub = gateway.state(makeTerminalHub);
    const open = hub.find(sessionId);
    const sessionKey = open?.facts.sessionKey ?? (await requireKept(sessionId, services)).record.sessionKey;
    open?.rename(name.trim());
    await services.terminals.change(sessionId, { name: name.trim() });
    hub.publishChange(sessionKey);
    return { ok: true };
  },

  async 'terminal.output'({ sessionId }, { gateway, services }) {
    const open = gateway.state(makeTerminalHub).find(sessionId);
    if (open !== undefined) return { output: open.snapshot().text };
    await requireKept(sessionId, services);
    return { output: await services.terminals.read(sessionId) };
  },
});

/** @throws {GatewayError} if nothing of the terminal was kept. */
async function requireKept(id: string, { terminals }: Pick<Call['services'], 'terminals'>): Promise<StoredTerminal> {
  const stored = await terminals.get(id);
  if (stored !== undefined) return stored;
  throw invalidRequest('This terminal no longer exists.', 'TERMINAL_NOT_FOUND', 'Open a new one.');
}

function toSessionTerminal({ name, shell, facts }: OpenTerminal): SessionTerminal {
  const { id, cwd, confined, createdAtMs } = facts;
  return { id, name, shell, cwd, confined, createdAtMs };
}

function toEndedTerminal({ record, changedAtMs }: StoredTerminal): SessionTerminal {
  const { id, name, shell, cwd, confined, createdAtMs, end } = record;
  const how = defined({ exitCode: end?.exitCode ?? undefined, signal: end?.signal ?? undefined });
  return { id, name, shell, cwd, confined, createdAtMs, ended: { atMs: changedAtMs, ...how } };
}

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

function toRow({ facts: { id, agentId, cwd, confined }, shell, name }: OpenTerminal) {
  return { sessionId: id, agentId, shell, cwd, confined, title: name };
}

function rethrow(error: unknown): never {
  if (error instanceof Error && !(error instanceof GatewayError || error instanceof FileError))
    throw unavailable(`Couldn't open the terminal: ${error.message}`, { retryable: false, cause: error });
  throw error;
}

function clamp(side: number): number {
  return Math.min(MAX_SIDE, Math.max(1, Math.trunc(side)));
}
