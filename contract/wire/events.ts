// Events of the gateway: name, required scope, payload. `hello-ok.features.events` lists exactly these.
import type { JsonObject } from '../types/json-object.ts';
import type { ApprovalRecord } from '../types/approvals.ts';
import type { MachineAlert } from '../types/machines.ts';
import type { BudgetWarning } from '../types/budgets.ts';
import type { ProjectSetup } from '../types/projects.ts';
import type { ConsoleOutput } from '../types/console.ts';
import type { LiveEvent } from '../sessions/live-events.ts';
import type { FileChange, FoundLine } from '../types/files.ts';
import type { HeartbeatRow } from '../types/heartbeats.ts';
import type { SessionRow } from '../types/sessions.ts';
import type { PublishedType } from './published.ts';
import type { Scope } from './scopes.ts';
import type { SessionEvent } from '../sessions/session-events.ts';

/** An event: the scope required to receive it (`any` requires only a connection), and the type of its payload. */
interface EventDeclaration<P> {
  readonly scope: Scope | 'any';
  /** Never set: it only carries the type. */
  readonly payload?: P;
}

const event = <P>(scope: Scope | 'any'): EventDeclaration<P> => ({ scope });

/** All events by name. */
export const EVENTS = {
  tick: event<{ readonly ts: number }>('any'),
  shutdown: event<{ readonly reason: string; readonly restartExpectedMs?: number }>('any'),
  health: event<JsonObject>('any'),
  presence: event<{ readonly presence: readonly PublishedType<'PresenceEntry'>[] }>('operator.read'),
  /** Gatehouse extension, in place of `presence`: clients that connected or changed, and the instances of those that are gone. */
  'presence.changed': event<{
    readonly present: readonly PublishedType<'PresenceEntry'>[];
    readonly gone: readonly string[];
  }>('operator.read'),
  chat: event<JsonObject>('operator.read'),
  agent: event<JsonObject>('operator.read'),
  'session.message': event<JsonObject>('operator.read'),
  'sessions.changed': event<{
    readonly ts: number;
    readonly sessionKey?: string;
    readonly agentId?: string;
    readonly reason?: string;
    readonly runId?: string;
    readonly session?: SessionRow;
  }>('operator.read'),
  'session.approval': event<JsonObject>('operator.approvals'),
  'exec.approval.requested': event<JsonObject>('operator.approvals'),
  'exec.approval.resolved': event<JsonObject>('operator.approvals'),
  'question.requested': event<PublishedType<'QuestionRequestedEvent'>>('operator.questions'),
  'question.resolved': event<PublishedType<'QuestionResolvedEvent'>>('operator.questions'),
  'terminal.data': event<{ readonly sessionId: string; readonly seq: number; readonly data: string }>('operator.admin'),
  'terminal.exit': event<{
    readonly sessionId: string;
    readonly exitCode?: number | null;
    readonly signal?: number | null;
    readonly reason?: 'process_exit' | 'closed' | 'disconnected' | 'detached' | 'error';
    readonly error?: string;
  }>('operator.admin'),
  /** Gatehouse extension: a terminal of the session was opened, renamed, or closed, or has ended. */
  'terminal.changed': event<{ readonly sessionKey: string; readonly ts: number }>('operator.admin'),
  cron: event<JsonObject>('operator.read'),
  task: event<{ readonly action: 'upserted'; readonly task: PublishedType<'TaskSummary'> }>('operator.read'),
  heartbeat: event<HeartbeatRow>('any'),
  /** Gatehouse extension, for the caller with `CAP_CALL_PROGRESS` only: its call `id` is still being worked on. */
  'call.progress': event<{
    readonly id: string;
    readonly elapsedMs: number;
    readonly step?: string;
    readonly done?: number;
    readonly total?: number;
  }>('any'),
  'config.changed': event<{ readonly path: string; readonly hash: string; readonly ts: number }>('operator.read'),
  /** Gatehouse extension: a durable event of a watched session. */
  'session.event': event<{ readonly sessionKey: string; readonly event: SessionEvent }>('operator.read'),
  /** Gatehouse extension: live events of a watched session, with adjacent deltas merged. */
  'session.live': event<{ readonly sessionKey: string; readonly events: readonly LiveEvent[] }>('operator.read'),
  /** Gatehouse extension: the queue of runs changed; reload `runs.queue.list`. */
  'runs.queue.changed': event<{ readonly waiting: number; readonly ts: number }>('operator.read'),
  /** Gatehouse extension: budgets or paused runs changed; reload `budgets.list`. `warning`: 80 % of a budget is used. */
  'budgets.changed': event<{ readonly ts: number; readonly warning?: BudgetWarning }>('operator.read'),
  /** Gatehouse extension, for subscribers of a project: output of its commands. */
  'console.output': event<ConsoleOutput>('operator.read'),
  /** Gatehouse extension: a machine started, stopped, or had a problem; reload `machines.list`. */
  'machines.changed': event<{ readonly ts: number }>('operator.read'),
  /** Gatehouse extension: a machine reached its memory or disk limit, or keeps failing. */
  'machines.alert': event<MachineAlert>('operator.read'),
  /** Gatehouse extension: an approval became pending or was answered. */
  'approvals.changed': event<{ readonly approval: ApprovalRecord }>('operator.approvals'),
  /** Gatehouse extension, for clients that call `attention.set`: whether another app on this computer shows the notifications now. */
  'attention.changed': event<{ readonly notifiesElsewhere: boolean }>('operator.read'),
  /** Gatehouse extension: changed paths, relative to the workspace. `overflow`: too many changes; reload. */
  'files.changed': event<{
    readonly sessionKey: string;
    readonly paths: readonly string[];
    readonly overflow: boolean;
    /** What happened to each path. */
    readonly changes: readonly FileChange[];
  }>('operator.read'),
  /** Gatehouse extension, for the caller of `files.search` with a `searchId` only: matches as they are found. */
  'files.found': event<{ readonly searchId: string; readonly matches: readonly FoundLine[] }>('operator.read'),
  /** Gatehouse extension: projects changed; reload `projects.catalog`. */
  'projects.changed': event<{ readonly ts: number }>('operator.read'),
  'update.available': event<{ readonly updateAvailable: PublishedType<'UpdateAvailable'> | null }>('any'),
  /** Gatehouse extension: the state of updates changed; reload `updates.get`. */
  'updates.changed': event<{ readonly ts: number }>('operator.read'),
  /** Gatehouse extension: dispatches changed; reload `dispatches.list`. */
  'dispatches.changed': event<{ readonly ts: number }>('operator.read'),
  /** Gatehouse extension: the setup script of a project started, wrote `text`, or ended in a folder. */
  'projects.setup': event<{
    readonly projectId: string;
    readonly sessionKey: string;
    readonly status: ProjectSetup['status'];
    readonly text?: string;
  }>('operator.read'),
  /** Gatehouse extension: the changes of a session, or decisions on them, are different; reload `changes.list`. */
  'changes.changed': event<{ readonly sessionKey: string; readonly ts: number }>('operator.read'),
  /** Gatehouse extension: settings changed; reload them. */
  'settings.changed': event<{
    readonly what:
      | 'providers'
      | 'models'
      | 'agents'
      | 'preferences'
      | 'rules'
      | 'setup'
      | 'trust'
      | 'keys'
      | 'shares'
      | 'webChats'
      | 'networkAccess'
      | 'outbound'
      | 'channels'
      | 'backups'
      | 'worktrees'
      | 'personas';
    readonly ts: number;
  }>('operator.read'),
  /** Gatehouse extension: pending proofs changed; reload `proof.list`. */
  'proof.changed': event<{ readonly pending: number; readonly ts: number }>('operator.admin'),
  'device.pair.requested': event<PublishedType<'DevicePairRequestedEvent'>>('operator.pairing'),
  'device.pair.resolved': event<PublishedType<'DevicePairResolvedEvent'>>('operator.pairing'),
  'device.pair.changed': event<JsonObject>('operator.pairing'),
  'device.pair.setup.completed': event<PublishedType<'DevicePairSetupCompletedEvent'>>('operator.pairing'),
  /** For the addressed node only. */
  'node.invoke.request': event<PublishedType<'NodeInvokeRequestEvent'>>('any'),
  /** For the addressed node only: the caller no longer waits. */
  'node.invoke.cancel': event<{ readonly id: string; readonly nodeId: string }>('any'),
  /** Gatehouse extension, for the caller only: partial output. */
  'node.invoke.progress': event<{
    readonly invokeId: string;
    readonly nodeId: string;
    readonly seq: number;
    readonly chunk: string;
  }>('operator.write'),
  /** Gatehouse extension: an event reported by a node. */
  'node.event': event<{
    readonly nodeId: string;
    readonly event: string;
    readonly payloadJSON: string;
    readonly ts: number;
  }>('operator.read'),
  'node.pair.requested': event<JsonObject>('operator.pairing'),
  'node.pair.resolved': event<{
    readonly requestId: string;
    readonly nodeId: string;
    readonly decision: string;
    readonly ts: number;
  }>('operator.pairing'),
} as const;

/** The name of an event. */
export type EventName = keyof typeof EVENTS;
/** Payload by event name. */
export type EventPayloads = {
  [E in EventName]: (typeof EVENTS)[E] extends EventDeclaration<infer P> ? P : never;
};
