// Commands running on nodes: each is sent and settled once, and canceled on timeout or when either side disconnects.
import { takeStart } from '#contract/types/truncate-text.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import { GatewayError, unavailable } from '#contract/wire/errors.ts';
import { findExcess, findViolation } from '../../server/connections/frame-parser.ts';
import type { Connection } from '../../server/connections/connection.ts';
import type { GatewayRuntime } from '../../server/runtime.ts';

const DEFAULT_TIMEOUT_MS = 30_000;
const MAX_TIMEOUT_MS = 10 * 60_000;
/** Most concurrent commands of one node. */
const MAX_RUNNING = 64;
const MAX_MESSAGE_CHARS = 2_000;

/** A command for a node. */
export type NodeCommand = Omit<MethodParams<'node.invoke'>, 'nodeId'>;

/** The outcome that a node reports. */
export type NodeOutcome = Omit<MethodParams<'node.invoke.result'>, 'id' | 'nodeId'>;

/** A node's result as the caller gets it. */
export interface NodeAnswer {
  readonly payload: unknown;
  readonly payloadJSON: string | null;
}

interface RunningCall {
  readonly node: Connection;
  readonly asker: Connection;
  lastSeq: number;
  settle(outcome: NodeAnswer | GatewayError): void;
}

/** The running commands of one gateway. */
export class NodeCalls {
  readonly #gateway: Pick<GatewayRuntime, 'services'>;
  readonly #running = new Map<string, RunningCall>();

  constructor(gateway: Pick<GatewayRuntime, 'services'>) {
    this.#gateway = gateway;
  }

  /** Runs a command on a node. @throws {GatewayError} when it fails, times out, or the node disconnects. */
  async invoke(node: Connection, request: NodeCommand, asker: Connection, signal: AbortSignal): Promise<NodeAnswer> {
    if ([...this.#running.values()].filter((call) => call.node === node).length >= MAX_RUNNING)
      throw unavailable('This node is busy. Try again.', { retryAfterMs: 1_000 });
    const { clock, ids } = this.#gateway.services;
    const id = ids.next();
    const timeoutMs = Math.min(request.timeoutMs || DEFAULT_TIMEOUT_MS, MAX_TIMEOUT_MS);
    const outcome = await new Promise<NodeAnswer | GatewayError>((resolve) => {
      const giveUp = (error: GatewayError): void => {
        node.send('node.invoke.cancel', { id, nodeId: node.principal.deviceId ?? '' });
        settle(error);
      };
      const onAbort = (): void => giveUp(unavailable('The caller disconnected.', { retryable: false }));
      const cancelTimer = clock.after(timeoutMs, () =>
        giveUp(nodeFailure('NODE_TIMEOUT', "The node didn't respond in time.")),
      );
      const stopWatching = node.onClose(() => settle(nodeFailure('NODE_DISCONNECTED', 'The node disconnected.')));
      const settle = (result: NodeAnswer | GatewayError): void => {
        if (!this.#running.delete(id)) return;
        cancelTimer();
        stopWatching();
        signal.removeEventListener('abort', onAbort);
        resolve(result);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#running.set(id, { node, asker, lastSeq: -1, settle });
      node.send('node.invoke.request', toRequest(id, node, request, timeoutMs));
    });
    if (outcome instanceof GatewayError) throw outcome;
    return outcome;
  }

  /** Settles a command with the node's outcome. False when the command isn't running on this node. */
  result(id: string, outcome: NodeOutcome, node: Connection): boolean {
    const call = this.#getCall(id, node);
    if (call === undefined) return false;
    call.settle(outcome.ok ? toAnswer(outcome) : toError(outcome));
    return true;
  }

  /** Sends partial output to the caller. Repeated and late parts are dropped. */
  progress(id: string, seq: number, chunk: string, node: Connection): boolean {
    const call = this.#getCall(id, node);
    if (call === undefined || seq <= call.lastSeq) return false;
    call.lastSeq = seq;
    call.asker.send('node.invoke.progress', { invokeId: id, nodeId: node.principal.deviceId ?? '', seq, chunk });
    return true;
  }

  /** Fails all running commands. */
  close(): void {
    for (const call of this.#running.values()) call.settle(unavailable('The gateway is stopping.'));
  }

  #getCall(id: string, node: Connection): RunningCall | undefined {
    const call = this.#running.get(id);
    return call?.node.principal.deviceId === node.principal.deviceId ? call : undefined;
  }
}

function toRequest(id: string, node: Connection, { command, params, idempotencyKey }: NodeCommand, timeoutMs: number) {
  const text = params === undefined ? {} : { paramsJSON: JSON.stringify(params) };
  return { id, nodeId: node.principal.deviceId ?? '', command, ...text, timeoutMs, idempotencyKey };
}

/** The payload as a value and as text, whichever the node sent. */
function toAnswer({ payload, payloadJSON }: NodeOutcome): NodeAnswer {
  if (payloadJSON === undefined) return { payload: payload ?? null, payloadJSON: JSON.stringify(payload ?? null) };
  return { payload: payload ?? parsed(payloadJSON), payloadJSON };
}

function parsed(text: string): unknown {
  if (findExcess(text) !== undefined) return null;
  try {
    const value: unknown = JSON.parse(text);
    return findViolation(value) === undefined ? value : null;
  } catch {
    // Not JSON: the caller has the text.
    return null;
  }
}

function toError({ error }: NodeOutcome): GatewayError {
  const message = takeStart(error?.message ?? "The node couldn't run the command.", MAX_MESSAGE_CHARS);
  const details = { code: 'NODE_ERROR', nodeCode: error?.code === undefined ? undefined : takeStart(error.code, 100) };
  return new GatewayError('UNAVAILABLE', message, { details, retryable: false });
}

function nodeFailure(code: string, message: string): GatewayError {
  return unavailable(message, { details: { code } });
}
