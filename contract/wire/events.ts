// Events of the gateway: name, required scope, payload. `hello-ok.features.events` lists exactly these.
import type { JsonObject } from '../types/json-object.ts';
import type { ApprovalRecord } from '../types/approvals.ts';
import type { LiveEvent } from '../sessions/live-events.ts';
import type { HeartbeatRow } from '../types/heartbeats.ts';
import type { SessionRow } from '../types/sessions.ts';
import type { PublishedType } from './published.ts';
import type { Scope } from './scopes.ts';
import type { SessionEvent } from '../sessions/session-events.ts';

/** Payload by event name. */
export interface EventPayloads {
  tick: { readonly ts: number };
  shutdown: { readonly reason: string; readonly restartExpectedMs?: number };
  health: JsonObject;
  presence: { readonly presence: readonly PublishedType<'PresenceEntry'>[] };
  chat: JsonObject;
  agent: JsonObject;
  'session.message': JsonObject;
  'sessions.changed': {
    readonly ts: number;
    readonly sessionKey?: string;
    readonly agentId?: string;
    readonly reason?: string;
    readonly runId?: string;
    readonly session?: SessionRow;
  };
  'session.approval': JsonObject;
  'exec.approval.requested': JsonObject;
  'exec.approval.resolved': JsonObject;
  'question.requested': PublishedType<'QuestionRequestedEvent'>;
  'question.resolved': PublishedType<'QuestionResolvedEvent'>;
  'terminal.data': { readonly sessionId: string; readonly seq: number; readonly data: string };
  'terminal.exit': {
    readonly sessionId: string;
    readonly exitCode?: number | null;
    readonly signal?: number | null;
    readonly reason?: 'process_exit' | 'closed' | 'disconnected' | 'detached' | 'error';
    readonly error?: string;
  };
  cron: JsonObject;
  task: { readonly action: 'upserted'; readonly task: PublishedType<'TaskSummary'> };
  heartbeat: HeartbeatRow;
  'config.changed': { readonly path: string; readonly hash: string; readonly ts: number };
  /** Gatehouse extension: a durable event of a watched session. */
  'session.event': { readonly sessionKey: string; readonly event: SessionEvent };
  /** Gatehouse extension: live events of a watched session, with adjacent deltas merged. */
  'session.live': { readonly sessionKey: string; readonly events: readonly LiveEvent[] };
  /** Gatehouse extension: an approval became pending or was answered. */
  'approvals.changed': { readonly approval: ApprovalRecord };
  /** Gatehouse extension: changed paths, relative to the workspace. `overflow`: too many changes; reload. */
  'files.changed': { readonly sessionKey: string; readonly paths: readonly string[]; readonly overflow: boolean };
  /** Gatehouse extension: settings changed; reload them. */
  'settings.changed': {
    readonly what: 'providers' | 'agents' | 'preferences' | 'rules' | 'setup' | 'keys' | 'networkAccess';
    readonly ts: number;
  };
  /** Gatehouse extension: pending proofs changed; reload `proof.list`. */
  'proof.changed': { readonly pending: number; readonly ts: number };
  'device.pair.requested': PublishedType<'DevicePairRequestedEvent'>;
  'device.pair.resolved': PublishedType<'DevicePairResolvedEvent'>;
  'device.pair.changed': JsonObject;
  'device.pair.setup.completed': PublishedType<'DevicePairSetupCompletedEvent'>;
  /** For the addressed node only. */
  'node.invoke.request': PublishedType<'NodeInvokeRequestEvent'>;
  /** For the addressed node only: the caller no longer waits. */
  'node.invoke.cancel': { readonly id: string; readonly nodeId: string };
  /** Gatehouse extension, for the caller only: partial output. */
  'node.invoke.progress': {
    readonly invokeId: string;
    readonly nodeId: string;
    readonly seq: number;
    readonly chunk: string;
  };
  /** Gatehouse extension: an event reported by a node. */
  'node.event': {
    readonly nodeId: string;
    readonly event: string;
    readonly payloadJSON: string;
    readonly ts: number;
  };
  'node.pair.requested': JsonObject;
  'node.pair.resolved': {
    readonly requestId: string;
    readonly nodeId: string;
    readonly decision: string;
    readonly ts: number;
  };
}

/** The name of an event. */
export type EventName = keyof EventPayloads;

/** Scope required to receive an event; `any` requires only a connection. */
export const EVENT_SCOPES: Readonly<Record<EventName, Scope | 'any'>> = {
  tick: 'any',
  shutdown: 'any',
  health: 'any',
  presence: 'operator.read',
  chat: 'operator.read',
  agent: 'operator.read',
  'session.message': 'operator.read',
  'sessions.changed': 'operator.read',
  'session.approval': 'operator.approvals',
  'exec.approval.requested': 'operator.approvals',
  'exec.approval.resolved': 'operator.approvals',
  'question.requested': 'operator.questions',
  'question.resolved': 'operator.questions',
  'terminal.data': 'operator.admin',
  'terminal.exit': 'operator.admin',
  cron: 'operator.read',
  task: 'operator.read',
  heartbeat: 'any',
  'config.changed': 'operator.read',
  'session.event': 'operator.read',
  'session.live': 'operator.read',
  'approvals.changed': 'operator.approvals',
  'files.changed': 'operator.read',
  'settings.changed': 'operator.read',
  'proof.changed': 'operator.admin',
  'device.pair.requested': 'operator.pairing',
  'device.pair.resolved': 'operator.pairing',
  'device.pair.changed': 'operator.pairing',
  'device.pair.setup.completed': 'operator.pairing',
  'node.invoke.request': 'any',
  'node.invoke.cancel': 'any',
  'node.invoke.progress': 'operator.write',
  'node.event': 'operator.read',
  'node.pair.requested': 'operator.pairing',
  'node.pair.resolved': 'operator.pairing',
};
