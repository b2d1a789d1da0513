// Proves: SE-2
import { describe, expect, it } from 'vitest';
import { canonicalSessionKey, isAgentId, parseSessionKey } from './ids.ts';

describe('session keys', () => {
  it.each([
    ['main', 'agent:main:main'],
    ['agent:coder:dashboard:123', 'agent:coder:dashboard:123'],
    ['thread:42:subtask:7', 'agent:main:thread:42:subtask:7'],
  ])('resolves %s to %s', (asked, key) => expect(canonicalSessionKey(asked)).toBe(key));

  it.each([
    '',
    '   ',
    '../x',
    'agent:',
    'agent:../etc:main',
    'agent:MAIN:x',
    'agent:main:',
    'a\u0000b',
    'a b',
    'x'.repeat(600),
  ])('rejects %j', (asked) => expect(canonicalSessionKey(asked)).toBeUndefined());

  it('parses a key and keeps namespaces separate', () => {
    expect(parseSessionKey('agent:main:thread:1')).toEqual({ agentId: 'main', rest: 'thread:1' });
    expect(canonicalSessionKey('thread:1')).not.toBe(canonicalSessionKey('thread:1:subtask:1'));
  });

  it.each(['constructor-x', 'a', 'a_b-9'])('accepts agent ID %s', (id) => expect(isAgentId(id)).toBe(true));
  it.each(['', '-a', 'A', 'a/b', 'a'.repeat(65)])('rejects agent ID %j', (id) => expect(isAgentId(id)).toBe(false));
});
