import { expect, it } from 'vitest';
import { scriptedClient } from '../../../state/testing/stand-ins.ts';
import { describeMention } from './mention-details.ts';

it('quotes the last output of a terminal without control sequences', async () => {
  const output = `${'old\n'.repeat(100)}\u001b[31mFAIL\u001b[0m a.test.ts\r\n`;
  const { client, calls } = scriptedClient(() => ({ output }));
  const text = await describeMention(client, { kind: 'terminal', id: 't1', label: 'tests' });
  expect(calls[0]).toEqual({ method: 'terminal.output', params: { sessionId: 't1' } });
  expect(text).toMatch(/^“@tests” is a terminal\. Its last output:\n```\n(old\n){79}FAIL a\.test\.ts\n```\n$/);
});

it('quotes the last messages of a session, so that its text is told apart from the request', async () => {
  const items = [
    { kind: 'user', id: 'u', seq: 1, ts: 1, runId: 'r', text: 'Fix\nit', images: [], steered: false },
    {
      kind: 'assistant',
      id: 'a',
      seq: 2,
      ts: 2,
      runId: 'r',
      content: [{ type: 'text', text: 'x'.repeat(5000) }],
      calls: [],
    },
  ];
  const { client } = scriptedClient(() => ({ items, hasOlder: false }));
  const text = await describeMention(client, { kind: 'session', id: 'agent:main:a', label: 'Parser' });
  expect(text).toContain(
    '“@Parser” is the session agent:main:a. Its last messages:\n\n> User: Fix\n> it\n\n> Agent: xxx',
  );
  expect(text.length).toBeLessThan(2000);
});

it('quotes the code of a symbol, or only its declaration in a new session', async () => {
  const symbol = { kind: 'function', path: 'a.ts', line: 2, text: 'function plant() {' } as const;
  const choice = { kind: 'symbol', id: 'a.ts:2', label: 'plant', symbol } as const;
  const content = '\nfunction plant() {\n  dig();\n}\nplant();\n';
  const { client, calls } = scriptedClient(() => ({ file: { content } }));
  expect(await describeMention(client, choice, 's')).toBe(
    '“plant” is a function in a.ts, line 2:\n```\nfunction plant() {\n  dig();\n}\n```\n',
  );
  expect(calls).toEqual([{ method: 'sessions.files.get', params: { sessionKey: 's', path: 'a.ts' } }]);
  expect(await describeMention(client, choice)).toContain('```\nfunction plant() {\n```');
});

it('names the ID and folder of an agent', async () => {
  const { client } = scriptedClient(() => ({}));
  expect(await describeMention(client, { kind: 'agent', id: 'coder', label: 'Coder', detail: '/w' })).toBe(
    '“@Coder” is the agent with the ID coder (/w).',
  );
});
