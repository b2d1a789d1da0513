// Proves: AP-2
import { describe, expect, it } from 'vitest';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { findSameReads, groupInbox, readOrder, riskLevel } from './risk.ts';

const READ = { program: 'cat', words: ['cat', 'a.md'], decision: 'ask', reason: '', isPlainRead: true } as const;
const read = { tool: 'exec', command: 'cat a.md', argv: ['cat', 'a.md'], programs: [READ] };

function approval(id: string, subject: Partial<ApprovalRecord['subject']>, more: Partial<ApprovalRecord> = {}) {
  return {
    id,
    sessionKey: `agent:main:${id}`,
    sessionTitle: id,
    agentId: 'main',
    runId: 'r',
    callId: id,
    createdAtMs: Number(id),
    expiresAtMs: 1_000,
    subject: { tool: 'exec', command: 'mytool', cwd: '/w', sandbox: 'host', reason: 'no rule', risks: [], ...subject },
    ...more,
  };
}

describe('the risk of a request', () => {
  it.each([
    ['a read', read, 'read'],
    ['two reads', { ...read, programs: [READ, READ] }, 'read'],
    ['an unknown program', { programs: [{ ...READ, isPlainRead: undefined }] }, 'unknown'],
    ['a command whose programs are unknown', {}, 'unknown'],
    ['a read that also writes', { programs: [{ ...READ, writes: ['b.md'] }] }, 'unknown'],
    ['a read of another host', { programs: [{ ...READ, hosts: ['example.com'] }] }, 'unknown'],
    ['an edit', { tool: 'edit', command: 'Edit a.md', diff: '-a\n+b' }, 'unknown'],
    ['a plain tool', { tool: 'fetch', command: 'https://example.com' }, 'unknown'],
    ['a read with a risk', { ...read, risks: ['It contains a list.'] }, 'high'],
    ['a dangerous command', { command: 'rm -rf /' }, 'high'],
    ['a denied part', { programs: [READ, { ...READ, decision: 'deny' }] }, 'high'],
    ['a hidden character', { ...read, command: 'cat a\u202e.md' }, 'high'],
  ] as const)('of %s', (_what, subject, level) => {
    // A case leaves a field out by setting it to undefined.
    const given = JSON.parse(JSON.stringify(subject)) as Partial<ApprovalRecord['subject']>;
    expect(riskLevel(approval('1', given).subject)).toBe(level);
  });
});

describe('the inbox', () => {
  const pending = [
    approval('1', read),
    approval('2', {}),
    approval('3', { risks: ['x'] }),
    approval('4', { risks: ['x'] }),
  ];

  it('lists the riskiest first, and equally risky ones by age', () => {
    const groups = groupInbox(pending, 'risk');
    expect(groups.map(({ id, approvals }) => [id, approvals.map((one) => one.id)])).toEqual([
      ['high', ['3', '4']],
      ['unknown', ['2']],
      ['read', ['1']],
    ]);
    expect(groupInbox(pending, 'age').map(({ approvals }) => approvals[0]?.id)).toEqual(['1', '2', '3', '4']);
  });

  it('is sorted by age unless the user chose otherwise', () => {
    expect(['risk', 'age', 'other', undefined].map(readOrder)).toEqual(['risk', 'age', 'age', 'age']);
  });
});

describe('requests that can be allowed together', () => {
  const first = approval('1', read);
  const ids = (of: ApprovalRecord, others: readonly ApprovalRecord[]) =>
    findSameReads(of, [of, ...others]).map(({ id }) => id);

  it('are the same read in the same folder on the same machine', () => {
    const others = [
      approval('2', read),
      approval('3', { ...read, cwd: '/other' }),
      approval('4', { ...read, sandbox: 'docker' }),
      approval('5', { ...read, command: 'cat b.md' }),
      approval('6', { ...read, argv: ['cat', 'b.md'] }),
      approval('7', { ...read, resolvedPath: '/w/cat' }),
      approval('8', read, { requester: 'A program' }),
    ];
    expect(ids(first, others)).toEqual(['1', '2']);
  });

  it('are never writes, network access, or unknown commands, even if they are the same', () => {
    for (const subject of [{}, { risks: ['x'] }, { tool: 'edit', diff: '+a' }, { tool: 'fetch' }])
      expect(ids(approval('1', subject), [approval('2', subject)])).toEqual([]);
  });
});
