// Node work for operators: commands, events, pending work.
import { takeStart } from '#contract/types/truncate-text.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest, unavailable } from '#contract/wire/errors.ts';
import type { DeviceRecord } from '#core/ports/identity.ts';
import type { Connection } from '../../server/connections/connection.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import { cleanName } from '../../access/identity/clean-name.ts';
import { NodeCalls } from './node-calls.ts';
import { PendingWork } from '#core/nodes/pending-work.ts';
import type { GatewayRuntime } from '../../server/runtime.ts';
import { requireNode } from './require-node.ts';

/** Largest event payload that is published, characters of JSON. */
const MAX_EVENT_CHARS = 64 * 1024;
const MAX_DRAINED = 10;
const MAX_LOGGED_CHARS = 100;

/** Events of nodes that are published to operators. All others are dropped. */
const PUBLISHED_EVENTS: ReadonlySet<string> = new Set([
  'node.presence.alive',
  'node.presence.activity',
  'node.host.stats',
  'exec.started',
  'exec.finished',
  'exec.denied',
]);
/** Events of the protocol for features that this gateway doesn't have. */
const UNSUPPORTED_EVENTS: ReadonlySet<string> = new Set([
  'agent.request',
  'voice.transcript',
  'chat.subscribe',
  'chat.unsubscribe',
]);

const calls = (gateway: GatewayRuntime): NodeCalls => new NodeCalls(gateway);
const work = ({ services }: GatewayRuntime): PendingWork => new PendingWork(services);
const taken = (isTaken: boolean) => (isTaken ? ({ ok: true } as const) : ({ ok: true, ignored: true } as const));

export const NODE_WORK_HANDLERS = defineHandlers({
  async 'node.invoke'({ nodeId, command, params, timeoutMs, idempotencyKey }, call) {
    const { gateway, connection, signal } = call;
    const device = await requireNode(nodeId, gateway);
    requireAllowed(device, command, call);
    const node = liveNode(nodeId, gateway);
    if (node === undefined) throw unavailable("The node isn't connected.", { details: { code: 'NOT_CONNECTED' } });
    const request = { command, params, idempotencyKey, ...defined({ timeoutMs }) };
    await call.audit('node.invoked', nodeId, { command });
    const answer = await gateway.state(calls).invoke(node, request, connection, signal);
    return { ok: true, nodeId, command, ...answer };
  },

  'node.invoke.result'({ id, nodeId, ...outcome }, { gateway, connection }) {
    requireSelf(nodeId, connection);
    return taken(gateway.state(calls).result(id, outcome, connection));
  },

  'node.invoke.progress'({ invokeId, nodeId, seq, chunk }, { gateway, connection }) {
    requireSelf(nodeId, connection);
    return taken(gateway.state(calls).progress(invokeId, seq, chunk, connection));
  },

  async 'node.event'({ event, payload, payloadJSON }, { services, gateway, connection }) {
    const nodeId = connection.principal.deviceId ?? '';
    const name = takeStart(event, MAX_LOGGED_CHARS);
    if (!PUBLISHED_EVENTS.has(event)) {
      const reason = UNSUPPORTED_EVENTS.has(event) ? 'not-supported' : 'unknown';
      services.log.part('nodes').info('Node event dropped.', { nodeId, event: name, reason });
      return { ok: true, event: name, handled: false, reason };
    }
    const text = payloadJSON ?? JSON.stringify(payload ?? null);
    if (text.length > MAX_EVENT_CHARS) return { ok: true, event, handled: false, reason: 'too-large' };
    if (event === 'node.presence.alive') await gateway.identity.devices.alive(nodeId);
    gateway.publish('node.event', { nodeId, event, payloadJSON: text, ts: services.clock.now() });
    return { ok: true, event, handled: true, reason: event === 'node.presence.alive' ? 'persisted' : 'told' };
  },

  async 'node.rename'({ nodeId, displayName }, { gateway, by }) {
    await requireNode(nodeId, gateway);
    const name = cleanName(displayName);
    if (name === undefined) throw invalidRequest('The name is empty.', 'NAME_EMPTY');
    await gateway.identity.devices.rename(nodeId, name, by);
    gateway.identity.changed();
    return { nodeId, displayName: name };
  },

  async 'node.pending.enqueue'({ nodeId, type, priority, expiresInMs }, { gateway }) {
    await requireNode(nodeId, gateway);
    const kind = type === 'location.request' ? type : 'status.request';
    const urgency = priority === 'high' ? priority : 'normal';
    const { revision, queued } = await gateway.state(work).enqueue(nodeId, kind, urgency, expiresInMs);
    // No push service can wake a node: it gets its work when it reconnects.
    return { nodeId, revision, queued, wakeTriggered: false };
  },

  async 'node.pending.drain'({ maxItems = MAX_DRAINED }, { gateway, connection }) {
    const nodeId = connection.principal.deviceId ?? '';
    const { revision, items } = await gateway.state(work).read(nodeId);
    return { nodeId, revision, items: items.slice(0, maxItems), hasMore: items.length > maxItems };
  },

  async 'node.pending.pull'(_params, { gateway, connection }) {
    const nodeId = connection.principal.deviceId ?? '';
    const { items } = await gateway.state(work).read(nodeId);
    const actions = items.map(({ id, type: command, createdAtMs: enqueuedAtMs }) => {
      return { id, command, paramsJSON: null, enqueuedAtMs };
    });
    return { nodeId, actions };
  },

  async 'node.pending.ack'({ ids }, { gateway, connection }) {
    const nodeId = connection.principal.deviceId ?? '';
    return { nodeId, ...(await gateway.state(work).acknowledge(nodeId, ids)) };
  },
});

/** Declared, approved by a person, and not denied by the configuration. Changes that need a new approval don't count. */
function requireAllowed({ deviceId, node }: DeviceRecord, command: string, { gateway, services }: Call): void {
  const denied = services.config.settings().gateway.nodes.deny;
  const waiting = gateway.identity.nodes.list().find(({ device }) => device.deviceId === deviceId);
  const isDeclared = waiting === undefined || waiting.commands.includes(command);
  const isAllowed = node?.approvedAtMs !== undefined && node.commands.includes(command);
  if (isDeclared && isAllowed && !denied.includes(command)) return;
  throw invalidRequest(
    `This node command is not allowed: ${takeStart(command, MAX_LOGGED_CHARS)}.`,
    'NODE_COMMAND_NOT_ALLOWED',
    denied.includes(command)
      ? 'The configuration denies it (gateway.nodes.deny).'
      : 'The node must declare it, and it must be approved in Settings → Phone & devices.',
  );
}

function liveNode(nodeId: string, gateway: GatewayRuntime): Connection | undefined {
  return [...gateway.connections()].findLast(({ principal, role }) => principal.deviceId === nodeId && role === 'node');
}

function requireSelf(nodeId: string, { principal: { deviceId } }: Connection): void {
  if (nodeId !== deviceId) throw invalidRequest("nodeId doesn't match this node.", 'NODE_MISMATCH');
}
