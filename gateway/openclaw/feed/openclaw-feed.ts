// The feed of OpenClaw clients: `chat`, `agent`, `session.message`, `sessions.changed` and approvals.
import type { JsonObject } from '#contract/types/json-object.ts';
import { ImportedRuns } from '#core/runs/imported-messages.ts';
import type { LiveEvent } from '#contract/sessions/live-events.ts';
import type { SessionEventOf } from '#contract/sessions/session-events.ts';
import type { EngineNotice } from '#core/engine/notices.ts';
import type { Connection } from '../../server/connections/connection.ts';
import { SlowClients } from '../../feeds/slow-clients.ts';
import { chatEnd, lifecycleEnd, noteShown } from './run-ends.ts';
import { commandDelta, commandEnd, itemEnd, itemStart, toolResult, toolStart, toolUpdate } from './tool-events.ts';
import { SessionNotices, type FeedSource } from '../../feeds/session-notices.ts';
import { Subscriptions } from '../../feeds/subscriptions.ts';
import { OpenClawRun, type AgentEventBody, type DueText } from './followed-run.ts';

type Wanted = (connection: Connection) => boolean;
type EventNotice = Extract<EngineNotice, { kind: 'event' }>;

/** Capability of a client that receives only events of sessions it subscribed to. */
const SCOPED_CAP = 'session-scoped-events';
const TOOL_CAP = 'tool-events';

/** Sends events to OpenClaw clients in their dialect. */
export class OpenClawFeed {
  readonly #source: FeedSource;
  readonly #importedRuns = new ImportedRuns();
  readonly #runs = new Map<string, OpenClawRun>();
  readonly subscriptions = new Subscriptions();
  readonly #sessions: SessionNotices;
  /** Clients that missed text while they were slow: their next delta replaces everything. */
  readonly #slow = new SlowClients();
  #timer: (() => void) | undefined;

  constructor(source: FeedSource) {
    this.#source = source;
    this.#sessions = new SessionNotices(source, this.subscriptions);
  }

  /** Sends the events of a notice. */
  notice(notice: EngineNotice): void {
    switch (notice.kind) {
      case 'live':
        return this.#live(notice.sessionKey, notice.event);
      case 'event':
        return this.#event(notice);
      case 'session':
        return this.#sessions.changed(notice.record, notice.reason);
      case 'queue':
        if (notice.record !== undefined) this.#sessions.changed(notice.record, 'patch');
        return;
      case 'approval':
        return this.#sessions.approval(notice.approval);
      case 'settings':
      case 'budgets':
      case 'changes':
      case 'console':
      case 'projects':
      case 'dispatches':
      case 'setup':
        return;
    }
  }

  #live(sessionKey: string, event: LiveEvent): void {
    if (event.kind === 'phase' || event.kind === 'tool-call') return;
    const run = this.#runs.get(event.runId);
    if (run === undefined || run.sessionKey !== sessionKey) return;
    if (event.kind === 'tool-output') run.addOutput(event);
    else run.addText(event);
    const wait = run.waitMs(this.#source.services.clock.monotonic());
    if (wait === 0) this.#flush(run);
    else this.#scheduleFlush(wait);
  }

  #scheduleFlush(ms: number): void {
    if (this.#timer === undefined) this.#timer = this.#source.services.clock.after(ms, () => this.#flushDue());
  }

  #flushDue(): void {
    this.#timer = undefined;
    const now = this.#source.services.clock.monotonic();
    let next = Number.POSITIVE_INFINITY;
    for (const run of this.#runs.values()) {
      if (!run.hasUnsentText()) continue;
      const wait = run.waitMs(now);
      if (wait <= 1) this.#flush(run);
      else next = Math.min(next, wait);
    }
    if (Number.isFinite(next)) this.#scheduleFlush(next);
  }

  #flush(run: OpenClawRun): void {
    const now = this.#source.services.clock.now();
    for (const due of run.takeText(this.#source.services.clock.monotonic())) this.#sendText(run, due, now);
    for (const due of run.takeOutput()) {
      this.#sendTool(run, toolUpdate(due), reads);
      if (due.name === 'exec') this.#send(run, commandDelta(due), run.nextSeq(), reads);
    }
  }

  #sendText(run: OpenClawRun, { kind, itemId, text, delta, replace }: DueText, ts: number): void {
    const seq = run.nextSeq();
    const stream = kind === 'text' ? 'assistant' : kind;
    const agent = cached((from: number) =>
      run.agentPayload({ stream, data: { text, delta: text.slice(from), itemId } }, seq, ts),
    );
    const message = { role: 'assistant', content: [{ type: 'text', text }], timestamp: ts };
    const chat = cached((isWhole: boolean) => {
      const body = { state: 'delta', deltaText: isWhole ? text : delta, message };
      return run.chatPayload({ ...body, ...(replace || isWhole ? { replace: true } : {}) }, seq);
    });
    const unsentFrom = text.length - delta.length;
    for (const connection of this.#listeners(run.sessionKey)) {
      if (connection.isSlow()) {
        this.#slow.missed(connection, run.runId, kind, { itemId, from: unsentFrom });
        continue;
      }
      const lag = this.#slow.caughtUp(connection, run.runId, kind, itemId);
      connection.sendRaw('agent', agent(lag ?? unsentFrom));
      // A client that missed something gets the complete text again.
      if (kind === 'text') connection.sendRaw('chat', chat(lag !== undefined));
    }
  }

  #event(notice: EventNotice): void {
    const { event } = notice;
    if (this.#importedRuns.covers(event)) return;
    const run = 'runId' in event ? (this.#runs.get(event.runId) ?? this.#adopt(notice, event.runId)) : undefined;
    if (run !== undefined && run.hasUnsentText()) this.#flush(run);
    switch (event.type) {
      case 'message.accepted':
        this.#sessions.rows(notice);
        return this.#sessions.changed(notice.record, 'send', event.runId);
      case 'run.started':
        return this.#runStarted(notice, event);
      case 'run.fallback':
        return this.#lifecycle(run, { phase: 'model', provider: event.provider, model: event.model });
      case 'message.completed':
        this.#messageCompleted(run, event);
        return this.#sessions.rows(notice);
      case 'tool.started':
        return this.#toolStarted(run, event);
      case 'tool.finished':
        this.#toolFinished(run, event);
        return this.#sessions.rows(notice);
      case 'approval.requested':
      case 'approval.resolved': {
        const { approvalId, callId: toolCallId } = event;
        this.#sessions.changed(notice.record, `agent.${event.type}`, event.runId);
        const phase = event.type === 'approval.requested' ? 'waiting-approval' : 'approval-resolved';
        return this.#lifecycle(run, { phase, approvalId, toolCallId });
      }
      case 'budget.reached':
      case 'budget.resolved':
      case 'quota.waiting':
      case 'quota.resolved':
        return this.#sessions.changed(notice.record, `agent.${event.type}`, event.runId);
      case 'run.ended':
        this.#sessions.rows(notice);
        return this.#runEnded(notice, event, run);
      default:
        return this.#betweenRuns(notice);
    }
  }

  /** Transcript events without a run. */
  #betweenRuns(notice: EventNotice): void {
    const { event, sessionKey, record } = notice;
    if (event.type === 'note.added') this.#toListeners(sessionKey, 'chat', noteShown(notice, event));
    if (event.type === 'rewound') this.#sessions.changed(record, 'rewind');
    if (event.type === 'branch.switched') this.#sessions.changed(record, 'branch');
    this.#sessions.rows(notice);
  }

  /** A run started by a previous process that continues: its approval was answered, its budget raised, or a limit reset. */
  #adopt({ event, sessionKey, agentId, record }: EventNotice, runId: string): OpenClawRun | undefined {
    const continues = ['approval.resolved', 'budget.resolved', 'quota.resolved', 'tool.started'].includes(event.type);
    if (!continues) return undefined;
    const run = new OpenClawRun({ runId, sessionKey, agentId, startedAt: record.runStartedAt ?? event.ts });
    this.#runs.set(runId, run);
    return run;
  }

  #runStarted({ sessionKey, agentId, record }: EventNotice, event: SessionEventOf<'run.started'>): void {
    const run = new OpenClawRun({ runId: event.runId, sessionKey, agentId, startedAt: event.ts });
    this.#runs.set(event.runId, run);
    this.#lifecycle(run, { phase: 'start', startedAt: event.ts });
    const seq = run.nextSeq();
    this.#toListeners(sessionKey, 'chat', run.chatPayload({ state: 'status', phase: 'starting_model' }, seq));
    this.#send(run, { stream: 'run_status', data: { phase: 'starting_model' } }, seq);
    this.#sessions.changed(record, 'agent.run.started', event.runId);
    this.#lifecycle(run, { phase: 'model', provider: event.provider, model: event.model });
  }

  #messageCompleted(run: OpenClawRun | undefined, { content, usage }: SessionEventOf<'message.completed'>): void {
    run?.completed(content);
    if (run !== undefined && usage !== undefined)
      this.#send(run, { stream: 'usage', data: { outputTokens: usage.output } });
  }

  #toolStarted(run: OpenClawRun | undefined, event: SessionEventOf<'tool.started'>): void {
    if (run === undefined) return;
    run.toolStarted(event);
    this.#send(run, itemStart(event));
    this.#sendTool(run, toolStart(event, run.getArguments(event.callId)));
  }

  #toolFinished(run: OpenClawRun | undefined, event: SessionEventOf<'tool.finished'>): void {
    if (run === undefined) return;
    const begun = run.toolFinished(event.callId);
    this.#sendTool(run, toolResult(event));
    this.#send(run, itemEnd(event, begun));
    if (event.name === 'exec') this.#send(run, commandEnd(event, begun.title));
  }

  #runEnded(
    { sessionKey, agentId, record }: EventNotice,
    event: SessionEventOf<'run.ended'>,
    known: OpenClawRun | undefined,
  ): void {
    const run = known ?? new OpenClawRun({ runId: event.runId, sessionKey, agentId, startedAt: event.startedAtMs });
    const { stopReason, ts: endedAt } = event;
    if (event.status === 'done')
      this.#lifecycle(run, { phase: 'finishing', stopReason, aborted: false, livenessState: 'working', endedAt });
    this.#lifecycle(run, lifecycleEnd(event, run.finalText));
    const end = chatEnd(event, run.finalText, this.#source.services.clock.now());
    this.#toListeners(sessionKey, 'chat', run.chatPayload(end, run.nextSeq()));
    this.#runs.delete(event.runId);
    this.#slow.forget(event.runId);
    this.#sessions.changed(record, 'agent.input.settled', event.runId);
  }

  #lifecycle(run: OpenClawRun | undefined, data: JsonObject): void {
    if (run !== undefined) this.#send(run, { stream: 'lifecycle', data });
  }

  #send(run: OpenClawRun, body: AgentEventBody, seq: number = run.nextSeq(), to: Wanted = everybody): void {
    this.#toListeners(run.sessionKey, 'agent', run.agentPayload(body, seq, this.#source.services.clock.now()), to);
  }

  /** Structured tool frames, for clients that support them and follow the session. */
  #sendTool(run: OpenClawRun, body: AgentEventBody, to: Wanted = everybody): void {
    const payload = run.agentPayload(body, run.nextSeq(), this.#source.services.clock.now());
    const wanted: Wanted = (connection) => connection.caps.has(TOOL_CAP) && to(connection);
    this.#toListeners(run.sessionKey, 'agent', payload, wanted);
  }

  #toListeners(sessionKey: string, event: 'chat' | 'agent', payload: JsonObject, also: Wanted = everybody): void {
    let text: string | undefined;
    for (const connection of this.#listeners(sessionKey)) {
      if (also(connection)) connection.sendRaw(event, (text ??= JSON.stringify(payload)));
    }
  }

  *#listeners(sessionKey: string): Iterable<Connection> {
    for (const connection of this.#source.connections()) {
      if (connection.ownFeed || !connection.holds('operator.read')) continue;
      if (connection.caps.has(SCOPED_CAP) && !this.subscriptions.followsMessages(connection, sessionKey)) continue;
      yield connection;
    }
  }
}

/** Caches the JSON of a payload by a key: nearly all clients get the same. */
function cached<K>(make: (key: K) => JsonObject): (key: K) => string {
  const made = new Map<K, string>();
  return (key) => {
    const text = made.get(key) ?? JSON.stringify(make(key));
    made.set(key, text);
    return text;
  };
}

/** Slow clients get command output with its result. */
const reads: Wanted = (connection) => !connection.isSlow();
const everybody: Wanted = () => true;
