// Proves: PP-5
import { describe, expect, it } from 'vitest';
import type { QuotaWait } from '#contract/types/quota.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { findColumn, NO_FILTER, planMove, readFilter, toBoard, type BoardColumn } from './board-columns.ts';

const NOBODY: ReadonlySet<string> = new Set();
const WAIT: QuotaWait = {
  waitId: 'w',
  provider: 'anthropic',
  providerName: 'Anthropic',
  model: 'm',
  resumesAtMs: 1,
  message: '',
};
const row = (key: string, more: Partial<SessionRow> = {}): SessionRow => ({ key, kind: 'direct', ...more });

describe('a card', () => {
  it('is in the column of its state', () => {
    const column = (more: Partial<SessionRow>, waiting = NOBODY) => findColumn(row('a', more), waiting);
    expect(column({ status: 'running', isQueued: true })).toBe('queued');
    expect(column({ status: 'running' })).toBe('running');
    expect(column({ status: 'running', quota: WAIT })).toBe('running');
    expect(column({ status: 'running' }, new Set(['a']))).toBe('needs-you');
    expect(column({ status: 'failed', unread: true })).toBe('needs-you');
    expect(column({ status: 'done' })).toBe('review');
    expect(column({})).toBe('review');
    expect(column({ status: 'done', archived: true })).toBe('done');
  });

  it('is shown newest first, and only if it passes the filter', () => {
    const rows = [
      row('old', { updatedAt: 1, agentId: 'main', projectId: 'shop' }),
      row('new', { updatedAt: 2, agentId: 'main' }),
      row('other', { updatedAt: 3, agentId: 'coder' }),
    ];
    const keys = (filter: Partial<typeof NO_FILTER>) =>
      toBoard(rows, NOBODY, { ...NO_FILTER, ...filter })
        .get('review')
        ?.map(({ key }) => key);
    expect(keys({})).toEqual(['other', 'new', 'old']);
    expect(keys({ agentId: 'main' })).toEqual(['new', 'old']);
    expect(keys({ agentId: 'main', projectId: 'shop' })).toEqual(['old']);
    expect(readFilter({ agentId: 'main', projectId: 7 })).toEqual({ agentId: 'main', projectId: '' });
    expect(readFilter(undefined)).toEqual(NO_FILTER);
  });
});

describe('a move', () => {
  const move = (from: BoardColumn, to: BoardColumn, isWaiting = false) => {
    const planned = planMove(row('a', { status: 'failed' }), from, to, isWaiting);
    return planned.kind === 'refused' ? planned.reason : planned.kind;
  };

  it('does what the column means', () => {
    expect(move('review', 'done')).toBe('archive');
    expect(move('needs-you', 'done')).toBe('archive');
    expect(move('done', 'review')).toBe('restore');
    expect(move('queued', 'running')).toBe('first');
  });

  it('is refused with a reason otherwise', () => {
    expect(move('running', 'done')).toBe('board.refused.isRunning');
    expect(move('queued', 'done')).toBe('board.refused.isQueued');
    expect(move('needs-you', 'done', true)).toBe('board.refused.isWaiting');
    expect(move('review', 'running')).toBe('board.refused.running');
    expect(move('review', 'queued')).toBe('board.refused.queued');
    expect(move('done', 'needs-you')).toBe('board.refused.needsYou');
  });
});
