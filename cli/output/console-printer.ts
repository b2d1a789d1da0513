// The console: whole lines of many sessions, each as soon as it is complete.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { LiveEvent, OpenState } from '#contract/sessions/live-events.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';

import type { Output } from './output.ts';
import type { Tone } from './colors.ts';
import { plainLine } from './plain-text.ts';
import { followSession } from '../connection/follow-session.ts';
import { clockText } from './format-time.ts';

/** A line that does not end is shown after so many characters. */
const LONGEST_LINE = 2000;

/** Follows sessions and prints their lines. */
export class ConsoleLines {
  readonly #client: GatewayClient;
  readonly #output: Output;
  readonly #followed = new Set<string>();

  constructor(client: GatewayClient, output: Output) {
    this.#client = client;
    this.#output = output;
  }

  /** All sessions that work now or begin to. */
  async followAll(): Promise<void> {
    this.#client.on('sessions.changed', ({ session }) => {
      if (session?.hasActiveRun === true) void this.follow(session.key).catch(() => this.#followed.delete(session.key));
    });
    await this.#client.request('sessions.subscribe', {});
    const { sessions } = await this.#client.request('sessions.list', { limit: 200 });
    await Promise.all(sessions.filter(({ hasActiveRun }) => hasActiveRun).map(({ key }) => this.follow(key)));
  }

  /** One session; once, however often it is asked for. */
  async follow(key: string): Promise<void> {
    if (this.#followed.has(key)) return;
    this.#followed.add(key);
    const source = new SessionLines((kind, text, tone) => this.#print(key, kind, text, tone));
    const { begin } = await followSession(this.#client, key, source);
    if (begin.view !== undefined) this.#begun(key, begin.view);
    source.open(begin.open);
  }

  /** What a run that goes on did just before the watch began. */
  #begun(key: string, { run, items }: SessionView): void {
    if (run?.status !== 'running') return;
    const said = items.findLast((item) => item.kind === 'user');
    if (said !== undefined) this.#print(key, 'said', said.text, 'cyan');
    const calls = items.findLast((item) => item.kind === 'assistant')?.calls ?? [];
    for (const { state, title, name, approval } of calls) {
      if (state === 'running') this.#print(key, 'tool', title ?? name, 'dim');
      if (state === 'approval' && approval !== undefined)
        this.#print(key, 'approval', `${approval.approvalId} ${approval.subject.command}`, 'yellow');
    }
  }

  #print(sessionKey: string, kind: string, text: string, tone: Tone | undefined): void {
    const ts = Date.now();
    const line = plainLine(text);
    this.#output.json({ ts, sessionKey, kind, line });
    const { paint } = this.#output;
    const name = sessionKey.replace(/^agent:/, '');
    this.#output.line(
      `${paint('dim', clockText(ts))} ${paint('dim', name)} ${MARKS[kind] ?? ' '} ${tone === undefined ? line : paint(tone, line)}`,
    );
  }
}

const MARKS: Readonly<Record<string, string>> = { said: '›', tool: '⚙', output: '│', approval: '?', run: '■' };

type Print = (kind: string, text: string, tone?: Tone) => void;

/** Cuts what one session streams into lines. */
class SessionLines {
  readonly #print: Print;
  /** By stream: how far it was read, and the line that is not complete. */
  readonly #streams = new Map<string, { end: number; rest: string }>();

  constructor(print: Print) {
    this.#print = print;
  }

  /** The part of the session that streams already. */
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
        return this.#print('said', event.text, 'cyan');
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
        return this.#print('approval', `${event.approvalId} ${event.outcome}`, 'dim');
      case 'run.ended':
        return this.#print('run', event.error?.message ?? event.status, event.status === 'done' ? 'green' : 'red');
      default:
        // Nothing that a console shows.
        return;
    }
  }

  #add(kind: 'text' | 'output', key: string, offset: number, text: string): void {
    const known = this.#streams.get(key) ?? { end: offset, rest: '' };
    const fresh = offset > known.end ? text : text.slice(known.end - offset);
    const lines = `${known.rest}${fresh}`.split('\n');
    const rest = lines.pop() ?? '';
    for (const line of lines) this.#print(kind, line);
    const isLong = rest.length > LONGEST_LINE;
    if (isLong) this.#print(kind, rest);
    this.#streams.set(key, { end: Math.max(known.end, offset + text.length), rest: isLong ? '' : rest });
  }

  #close(kind: 'text' | 'output', key: string): void {
    const rest = this.#streams.get(key)?.rest ?? '';
    if (rest !== '') this.#print(kind, rest);
    this.#streams.delete(key);
  }
}
