import { expect, it } from 'vitest';
import type { ApprovalSubject } from '#contract/sessions/session-events.ts';
import { isAsShown, toFingerprint, toGrantKey, toVisibleSubject } from './approval-subject.ts';

const SUBJECT: ApprovalSubject = {
  tool: 'write',
  command: 'Write gpj.\u202etxt.sh',
  cwd: '/work/a\nb\u200b',
  sandbox: 'host\u2066',
  reason: 'because\u0007',
  risks: ['risk\u202e'],
  argv: ['rm\u200b'],
  resolvedPath: '/bin/rm\u00ad',
  diff: '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+\tb\u202e\r\n',
};

it('escapes every text that a person reads before deciding', () => {
  expect(toVisibleSubject(SUBJECT)).toEqual({
    tool: 'write',
    command: 'Write gpj.\\u{202e}txt.sh',
    cwd: '/work/a\\u{a}b\\u{200b}',
    sandbox: 'host\\u{2066}',
    reason: 'because\\u{7}',
    risks: ['risk\\u{202e}'],
    argv: ['rm\\u{200b}'],
    resolvedPath: '/bin/rm\\u{ad}',
    diff: '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+\tb\\u{202e}\\u{d}\n',
  });
});

it('covers the same call whether it is compared with a plan or with the stored subject', () => {
  const visible = toVisibleSubject(SUBJECT);
  expect(toFingerprint('write', visible)).toBe(toFingerprint('write', SUBJECT));
  expect(toGrantKey('write', visible)).toBe(toGrantKey('write', SUBJECT));
  expect(toGrantKey('write', { ...SUBJECT, cwd: '/work/ab' })).not.toBe(toGrantKey('write', SUBJECT));
  expect(toFingerprint('write', { ...SUBJECT, diff: 'other' })).not.toBe(toFingerprint('write', SUBJECT));
});

it('is about one kind of machine', () => {
  const visible = toVisibleSubject(SUBJECT);
  expect(isAsShown('write', SUBJECT, SUBJECT.sandbox, visible)).toBe(true);
  expect(isAsShown('write', SUBJECT, 'docker', visible)).toBe(false);
  expect(isAsShown('write', { ...SUBJECT, cwd: '/work/ab' }, SUBJECT.sandbox, visible)).toBe(false);
});
