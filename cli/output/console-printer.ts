// Prints the activity of many sessions line by line, each line as soon as it is complete.
import type { LiveEvent, OpenState } from '#contract/sessions/live-events.ts';
import type { SessionEvent, SessionEventOf } from '#contract/sessions/session-events.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';

import { SessionFollower } from '../connection/follow-session.ts';
import type { Color } from './colors.ts';
import { formatClock } from './format-time.ts';
import type { Output } from './output.ts';
import { plainLine } from './plain-text.ts';
import { PrintedText } from './printed-text.ts';

/** An unfinished line is printed at this length, characters. */
const MAX_LINE_LENGTH = 2000;

/** Follows sessions and prints their activity. */
export class ConsolePrinter {
  readonly #client: GatewayClient;
  readonly #output: Output;
  readonly #followed = new Set<string>();

  constructor(client: GatewayClient, output: Output) {
    this.#client = client;
    this.#output = output;
  }

  /** Follows every session with an active run, now and from now on. */
  async followAll(): Promise<void> {
    this.#client.on('sessions.changed', ({ session }) => {
      if (session?.hasActiveRun === true) void this.follow(session.key).catch(() => this.#followed.delete(session.key));
    });
    await this.#client.request('sessions.subscribe', {});
    const { sessions } = await this.#client.request('sessions.list', { limit: 200 });
    await Promise.all(sessions.filter(({ hasActiveRun }) => hasActiveRun).map(({ key }) => this.follow(key)));
  }

  /** Follows one session; repeated calls have no effect. */
  async follow(key: string): Promise<void> {
    if (this.#followed.has(key)) return;
    this.#followed.add(key);
    const lines = new SessionLines((kind, text, color) => this.#print(key, kind, text, color));
    const { view, open } = await new SessionFollower(this.#client, key, lines).start();
    if (view !== undefined) this.#printActiveRun(key, view);
    lines.open(open);
  }

  /** Latest activity of a run that is already in progress. */
  #printActiveRun(key: string, { run, items }: SessionView): void {
    if (run?.status !== 'running') return;
    const message = items.findLast((item) => item.kind === 'user');
    if (message !== undefined) this.#print(key, 'message', message.text, 'cyan');
    const calls = items.findLast((item) => item.kind === 'assistant')?.calls ?? [];
    for (const { state, title, name, approval } of calls) {
      if (state === 'running') this.#print(key, 'tool', title ?? name, 'dim');
      if (state === 'approval' && approval !== undefined)
        this.#print(key, 'approval', `${approval.approvalId} ${approval.subject.command}`, 'yellow');
    }
  }

  #print(sessionKey: string, kind: LineKind, text: string, color: Color | undefined): void {
    const ts = Date.now();
    const line = plainLine(text);
    this.#output.json({ ts, sessionKey, kind, line });
    const { colorize } = this.#output;
    const name = sessionKey.replace(/^agent:/, '');
    this.#output.line(
      `${colorize('dim', formatClock(ts))} ${colorize('dim', name)} ${MARKS[kind]} ${color === undefined ? line : colorize(color, line)}`,
    );
  }
}

const MARKS = { message: '›', text: ' ', tool: '⚙', output: '│', approval: '?', run: '■' } as const;

type LineKind = keyof typeof MARKS;
type Print = (kind: LineKind, text: string, color?: Color) => void;

/** Splits what one session streams into lines. */
class SessionLines {
  readonly #print: Print;
  readonly #printed = new PrintedText();
  /** Unfinished lines by stream. */
  readonly #unfinished = new Map<string, string>();

  constructor(print: Print) {
    this.#print = print;
  }

  /** Text that was already streaming at the start. */
  open({ message, toolOutput }: OpenState): void {
    message?.blocks.forEach(({ kind, text }, index) => {
      if (kind === 'text') this.#add('text', `${message.messageId}/${index}`, 0, text);
    });
    for (const [callId, { offset, text }] of Object.entries(toolOutput)) this.#add('output', callId, offset, text);
  }

  live(event: LiveEvent): void {
    if (event.kind === 'text') this.#add('text', `${event.messageId}/${event.index}`, event.offset, event.text);
    if (event.kind === 'tool-output') this.#add('output', event.callId, event.offset, event.text);
  }

  event(event: SessionEvent): void {
    switch (event.type) {
      case 'message.accepted':
        return this.#print('message', event.text, 'cyan');
      case 'message.completed':
        event.content.forEach((block, index) => {
          const key = `${event.messageId}/${index}`;
          if (block.type === 'text') this.#add('text', key, 0, block.text);
          this.#close('text', key);
        });
        return;
      case 'tool.started':
        return this.#print('tool', event.title, 'dim');
      case 'tool.finished':
        this.#close('output', event.callId);
        return event.isError ? this.#print('tool', event.text, 'red') : undefined;
      case 'approval.requested':
        return this.#print('approval', `${event.approvalId} ${event.subject.command}`, 'yellow');
      case 'approval.resolved':
        return this.#print('approval', `${event.approvalId} ${event.outcome}${describeEdit(event)}`, 'dim');
      case 'run.ended':
        return this.#print('run', event.error?.message ?? event.status, event.status === 'done' ? 'green' : 'red');
      default:
        // Not shown on the console.
        return;
    }
  }

  #add(kind: 'text' | 'output', key: string, offset: number, text: string): void {
    // Completed messages repeat their text; tool output isn't repeated.
    const added =
      kind === 'text' ? this.#printed.advance(key, offset, text) : this.#printed.advancePastGap(key, offset, text);
    const lines = `${this.#unfinished.get(key) ?? ''}${added}`.split('\n');
    const rest = lines.pop() ?? '';
    for (const line of lines) this.#print(kind, line);
    const isLong = rest.length > MAX_LINE_LENGTH;
    if (isLong) this.#print(kind, rest);
    this.#unfinished.set(key, isLong ? '' : rest);
  }

  #close(kind: 'text' | 'output', key: string): void {
    const rest = this.#unfinished.get(key) ?? '';
    if (rest !== '') this.#print(kind, rest);
    this.#unfinished.delete(key);
    this.#printed.forget(key);
  }
}

function describeEdit({ edit }: SessionEventOf<'approval.resolved'>): string {
  return edit === undefined ? '' : ` as edited: ${edit.subject.command}`;
}
