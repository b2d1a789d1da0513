import { describe, expect, it } from 'vitest';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { homeGroups, homeHeading } from './home-groups.ts';

const row = (key: string, changes: Partial<SessionRow> = {}): SessionRow =>
  ({ key, kind: 'direct', ...changes }) as SessionRow; // Enough of a row for grouping.
const approval = (sessionKey: string): ApprovalRecord => ({
  id: `a-${sessionKey}`,
  sessionKey,
  sessionTitle: sessionKey,
  agentId: 'main',
  runId: 'r',
  callId: 'c',
  createdAtMs: 1,
  expiresAtMs: 2,
  subject: { tool: 'exec', command: 'x', cwd: '/', sandbox: 'host', reason: '', risks: [] },
});

describe('home', () => {
  it('shows each session once: what needs the user, new results, running, or recent', () => {
    const rows = [
      row('wait', { status: 'running' }),
      row('ask', { status: 'running' }),
      row('run', { status: 'running', unread: true }),
      row('bad', { status: 'failed', unread: true }),
      row('new', { status: 'done', unread: true }),
      row('slow', { status: 'timeout', unread: true }),
      row('old', { status: 'done' }),
      row('gone', { archived: true, status: 'running' }),
    ];
    const question = { id: 'q', sessionKey: 'ask', text: 'Which?' };
    const groups = homeGroups(rows, [approval('wait')], [question]);
    expect(groups.attention).toMatchObject([
      { kind: 'approval', approval: { sessionKey: 'wait' } },
      { kind: 'question', question },
      { kind: 'failed', row: { key: 'bad' } },
      { kind: 'failed', row: { key: 'slow' } },
    ]);
    expect(groups.results.map((one) => one.key)).toEqual(['new']);
    expect(groups.running.map((one) => one.key)).toEqual(['run']);
    expect(groups.recent.map((one) => one.key)).toEqual(['old']);
  });

  it('lists recent failures apart, until they are three days old', () => {
    const day = 86_400_000;
    const failed = (key: string, age: number) => row(key, { status: 'failed', updatedAt: 10 * day - age });
    const { errors, recent } = homeGroups([failed('new', day), failed('old', 4 * day)], [], [], [], 10 * day);
    expect([errors, recent].map((rows) => rows.map(({ key }) => key))).toEqual([['new'], ['old']]);
  });

  it('lists runs that wait for a limit to reset apart from those that work', () => {
    const quota = { waitId: 'w', provider: 'p', providerName: 'P', model: 'm', resumesAtMs: 1, message: '' };
    const groups = homeGroups([row('waits', { status: 'running', quota })], []);
    expect([groups.running, groups.limited.map(({ key }) => key)]).toEqual([[], ['waits']]);
    expect(homeHeading(groups)).toBe('1 session is waiting for a limit to reset');
  });

  it('puts the last used session first', () => {
    const rows = [row('a', { lastActivityAt: 1 }), row('b', { lastActivityAt: 3 }), row('c', { updatedAt: 2 })];
    expect(homeGroups(rows, []).recent.map((one) => one.key)).toEqual(['b', 'c', 'a']);
  });

  it('shows the most urgent item as its heading', () => {
    expect(homeHeading(homeGroups([], []))).toBe(t('home.heading.idle'));
    expect(homeHeading(homeGroups([row('a', { status: 'running' })], []))).toBe('1 session running');
    expect(homeHeading(homeGroups([], [], [{ id: 'q', sessionKey: 'a', text: '' }]))).toBe(
      '1 question needs your answer',
    );
    expect(homeHeading(homeGroups([row('a', { status: 'running' })], [approval('a'), approval('b')]))).toBe(
      '2 approvals need your decision',
    );
  });
});
