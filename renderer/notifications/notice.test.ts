// What notifications say. By default, nothing of a command, a question, or an answer.
// Proves: UI-8
import { describe, expect, it } from 'vitest';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { Preferences } from '#contract/types/preferences.ts';
import { isQuiet } from '#contract/types/quiet-hours.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { currentNotices, type NoticeSources } from './notice.ts';

const ROW = { key: 'agent:main:one', label: 'Tidy up', unread: true, status: 'done', endedAt: 7 } as SessionRow; // The fields that matter here.

function approvalFor(command: string, tool = 'exec'): ApprovalRecord {
  const subject = { tool, command, cwd: '/work', sandbox: 'none', reason: '', risks: [] };
  return {
    id: 'a1',
    sessionKey: ROW.key,
    sessionTitle: 'Tidy up',
    agentId: 'main',
    runId: 'r',
    callId: 'c',
    subject,
    createdAtMs: 1,
    expiresAtMs: 2,
  };
}

function notices(sources: Partial<NoticeSources>) {
  return currentNotices({
    approvals: [],
    questions: [],
    paused: [],
    rows: [],
    preferences: {},
    time: '12:00',
    ...sources,
  }).notices;
}

const DETAILS: Preferences = { 'notify-details': true };

describe('text of notifications', () => {
  it('names the session and the kind of decision, not the command', () => {
    const [notice] = notices({ approvals: [approvalFor('cat /etc/secret-plans')], rows: [{ ...ROW, unread: false }] });
    expect(notice).toMatchObject({ title: 'Tidy up', body: t('notifications.approval.command') });
    expect(JSON.stringify(notice)).not.toContain('secret-plans');
    expect(notices({ approvals: [approvalFor('x', 'edit')] })[0]?.body).toBe(t('notifications.approval.file'));
  });

  it('says that a run waits at a spending limit, and which only if details are allowed', () => {
    const run = { stopId: 's1', budgetId: 'b', runId: 'r', sessionKey: ROW.key, agentId: 'main', title: 'Tidy up' };
    const use = { scope: 'all', period: 'day', maxTokens: 500, cost: 0, tokens: 480, nextTokens: 50 } as const;
    const paused = [{ ...run, ...use, since: 1 }];
    expect(notices({ paused, rows: [{ ...ROW, unread: false }] })).toMatchObject([
      { id: 'budget:s1', kind: 'budget', title: 'Tidy up', body: t('notifications.budget'), muted: false },
    ]);
    expect(notices({ paused, preferences: { 'notify-budget': false } })).toMatchObject([{ muted: true }]);
  });

  it('leaves the question, the answer, and the error out', () => {
    const questions = [{ id: 'q', sessionKey: ROW.key, text: 'Which database?' }];
    const failed = { ...ROW, key: 'agent:main:two', status: 'failed', lastRunError: 'no credit' } as const;
    const done = { ...ROW, lastMessagePreview: 'The answer is 42' };
    const bodies = notices({ questions, rows: [done, failed] }).map(({ body }) => body);
    expect(bodies).toEqual([t('notifications.question'), t('notifications.finished'), t('notifications.failed')]);
  });

  it('contains the details on request, in one line, with hidden characters visible', () => {
    const [notice] = notices({ approvals: [approvalFor('echo a\n\techo \u202eb')], preferences: DETAILS });
    expect(notice?.body).toBe('echo a echo \\u{202e}b');
  });

  it('leaves out details that look like a secret', () => {
    const approvals = [approvalFor('curl -H "x-api-key: sk-ant-api03-abcdefghijklmnop1234567890"')];
    expect(notices({ approvals, preferences: DETAILS })[0]?.body).toBe(t('notifications.approval.command'));
  });

  it('has no notice for runs that were seen, stopped, or archived', () => {
    const rows = [
      { ...ROW, unread: false },
      { ...ROW, status: 'killed' as const },
      { ...ROW, archived: true },
    ];
    expect(notices({ rows })).toEqual([]);
  });

  it('says once per run that it waits for a limit to reset', () => {
    const wait = { provider: 'p', providerName: 'Test', model: 'm', resumesAtMs: 1, message: '' };
    const find = (waitId: string, status: 'running' | 'done') =>
      notices({ rows: [{ ...ROW, unread: false, status, lastRunId: 'run', quota: { ...wait, waitId } }] });
    const body = t('notifications.quota');
    expect(find('first', 'running')).toMatchObject([{ kind: 'budget', title: 'Tidy up', body }]);
    expect(find('second', 'running')[0]?.id).toBe(find('first', 'running')[0]?.id);
    expect(find('second', 'done')).toEqual([]);
  });

  it('marks the kinds that are switched off', () => {
    const [notice] = notices({ rows: [ROW], preferences: { 'notify-finished': false } });
    expect(notice).toMatchObject({ kind: 'finished', muted: true });
  });
});

describe('quiet hours', () => {
  it.each([
    ['22:00', '07:00', '21:59', false],
    ['22:00', '07:00', '22:00', true],
    ['22:00', '07:00', '06:59', true],
    ['22:00', '07:00', '07:00', false],
    ['12:00', '13:00', '12:30', true],
    ['12:00', '13:00', '13:00', false],
    ['09:00', '09:00', '03:00', true],
  ])('from %s to %s: quiet at %s is %s', (from, to, time, expected) => {
    expect(isQuiet({ from, to }, time)).toBe(expected);
  });

  it('mute all kinds, and only valid hours count', () => {
    const preferences = (from: string): Preferences => ({ 'notify-quiet': { from, to: '07:00' } });
    const muted = (from: string, time: string) =>
      notices({ rows: [ROW], preferences: preferences(from), time }).map((notice) => notice.muted);
    expect(muted('22:00', '23:30')).toEqual([true]);
    expect(muted('22:00', '12:00')).toEqual([false]);
    expect(muted('late', '23:30')).toEqual([false]);
  });
});
