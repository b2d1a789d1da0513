// Two at the same moment, and the same thing twice: what may happen once happens once.
import { expect } from 'vitest';
import { attackDoor } from './support/attacks.ts';
import { ask, until, type Stage } from './support/stage.ts';

/** A session that waits for the answer to a command. */
async function question(stage: Stage, key: string): Promise<string> {
  await stage.call('sessions.create', { key });
  await stage.call('chat.send', { sessionKey: key, message: 'run it', idempotencyKey: `${key}-ask` });
  let id: string | undefined;
  await until('the question', async () => {
    const { approvals } = await stage.call<{ approvals: { id: string; sessionKey: string }[] }>('approvals.list');
    id = approvals.find(({ sessionKey }) => sessionKey === `agent:main:${key}`)?.id;
    return id !== undefined;
  });
  return id ?? expect.fail('no question');
}

/** Messages of a session. */
async function said(stage: Stage, key: string): Promise<number> {
  const { items } = await stage.call<{ items: { kind: string }[] }>('sessions.items', {
    key,
    beforeSeq: 1_000_000,
    limit: 60,
  });
  return items.filter(({ kind }) => kind === 'user').length;
}

attackDoor(
  'races',
  {
    async 'a question is allowed and denied in the same moment: one answer counts'(stage) {
      const id = await question(stage, 'both');
      const [one, two] = await Promise.all([
        stage.client(['operator.approvals']),
        stage.client(['operator.approvals']),
      ]);
      const answers = await Promise.all([
        ask(one, 'exec.approval.resolve', { id, decision: 'deny' }),
        ask(two, 'exec.approval.resolve', { id, decision: 'deny' }),
        ask(one, 'exec.approval.resolve', { id, decision: 'deny' }),
      ]);
      expect(answers.filter(({ ok }) => ok === true)).toHaveLength(1);
      one.close();
      two.close();
    },
    async 'an answer after the answer changes nothing'(stage) {
      const id = await question(stage, 'late');
      await stage.call('exec.approval.resolve', { id, decision: 'deny' });
      const socket = await stage.client(['operator.approvals']);
      for (const decision of ['allow-once', 'allow-always'])
        expect((await ask(socket, 'exec.approval.resolve', { id, decision })).error?.message).toBe(
          'approval already resolved',
        );
      socket.close();
    },
    async 'an answer to a question that was withdrawn'(stage) {
      const id = await question(stage, 'withdrawn');
      await stage.call('chat.abort', { sessionKey: 'withdrawn' });
      const socket = await stage.client(['operator.approvals']);
      expect((await ask(socket, 'exec.approval.resolve', { id, decision: 'allow-once' })).ok).toBe(false);
      socket.close();
    },
    async 'decisions that are none'(stage) {
      const id = await question(stage, 'odd');
      const socket = await stage.client(['operator.approvals']);
      for (const decision of [
        'allow',
        'ALLOW-ONCE',
        'yes',
        '',
        '__proto__',
        'constructor',
        'allow-once ',
        'always',
        null,
        true,
      ])
        expect((await ask(socket, 'exec.approval.resolve', { id, decision })).ok, String(decision)).toBe(false);
      expect(
        (await stage.call<{ approvals: { id: string }[] }>('approvals.list')).approvals.some((one) => one.id === id),
      ).toBe(true);
      socket.close();
      await stage.call('chat.abort', { sessionKey: 'odd' });
    },
    async 'a rule slipped in with the answer that is wider than the question'(stage) {
      const id = await question(stage, 'wide');
      const socket = await stage.client(['operator.approvals']);
      for (const rule of [['*'], [], ['sh', '-c', '*'], ['env', '*'], ['bash', '*'], ['rm', '*', '*'], ['']])
        await ask(socket, 'approvals.resolve', { id, decision: 'allow-always', rule: { words: rule } });
      const { rules } = await stage.call<{ rules: { words: string[] }[] }>('approvals.rules.list');
      for (const { words } of rules) expect(words).not.toEqual(['*']);
      expect(rules.some(({ words }) => words.length === 0 || words[0] === 'sh' || words[0] === 'env')).toBe(false);
      socket.close();
      await stage.call('chat.abort', { sessionKey: 'wide' }).catch(() => undefined);
    },
    async 'a message twenty times with one key is said once'(stage) {
      const socket = await stage.client(['operator.write']);
      const send = () => ask(socket, 'chat.send', { sessionKey: 'once', message: 'hello', idempotencyKey: 'once-1' });
      const answers = await Promise.all(Array.from({ length: 20 }, send));
      expect(answers.every(({ ok }) => ok === true)).toBe(true);
      expect(await said(stage, 'once')).toBe(1);
      socket.close();
    },
    async 'a key of another session does not swallow a message'(stage) {
      const socket = await stage.client(['operator.write']);
      await ask(socket, 'chat.send', { sessionKey: 'first', message: 'hello', idempotencyKey: 'shared-key' });
      await until('its end', async () => (await said(stage, 'first')) === 1);
      const outcome = await ask(socket, 'chat.send', {
        sessionKey: 'second',
        message: 'other',
        idempotencyKey: 'shared-key',
      });
      expect(outcome.ok, 'it is refused, not taken for done').toBe(false);
      socket.close();
    },
    async 'a kept answer is not given to another client that guesses the key'(stage) {
      const victim = await stage.client([], { auth: { token: await stage.key(['operator.write']) } });
      const thief = await stage.client([], { auth: { token: await stage.key(['operator.write']) } });
      const params = { name: 'read', args: { path: 'a' }, idempotencyKey: 'the-same-key-for-both' };
      await ask(victim, 'sessions.create', { key: 'of-the-victim', idempotencyKey: params.idempotencyKey });
      const outcome = await ask(thief, 'sessions.create', {
        key: 'of-the-thief',
        idempotencyKey: params.idempotencyKey,
      });
      expect(outcome.payload?.['key']).not.toBe('agent:main:of-the-victim');
      victim.close();
      thief.close();
    },
    async 'keys that are prototypes, endless or odd'(stage) {
      const socket = await stage.client(['operator.write']);
      for (const idempotencyKey of ['__proto__', 'constructor', 'toString'])
        expect(
          (await ask(socket, 'chat.send', { sessionKey: `k-${idempotencyKey}`, message: 'x', idempotencyKey })).ok,
        ).toBe(true);
      for (const idempotencyKey of ['', 'x'.repeat(100_000), null, 5, {}])
        expect((await ask(socket, 'chat.send', { sessionKey: 'odd-keys', message: 'x', idempotencyKey })).ok).toBe(
          false,
        );
      socket.close();
    },
    async 'a session is written to, reset and deleted at once'(stage) {
      await stage.call('sessions.create', { key: 'torn' });
      const owner = await stage.client(['operator.admin']);
      const work = Array.from({ length: 12 }, (_unused, index) => [
        ask(owner, 'chat.send', { sessionKey: 'torn', message: `m${index}`, idempotencyKey: `torn-${index}` }),
        ask(owner, 'sessions.reset', { key: 'torn' }),
        ask(owner, 'sessions.delete', { key: 'torn' }),
        ask(owner, 'sessions.patch', { key: 'torn', label: `l${index}` }),
        ask(owner, 'chat.abort', { sessionKey: 'torn' }),
      ]);
      for (const outcome of await Promise.all(work.flat()))
        expect(outcome.error?.message ?? '').not.toMatch(/undefined|null|TypeError/);
      owner.close();
    },
    async 'the configuration is written by ten at once: none is lost silently'(stage) {
      const { hash } = await stage.call<{ hash: string }>('config.get');
      const owner = await stage.client(['operator.admin']);
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_unused, index) =>
          ask(owner, 'config.patch', {
            raw: `{"agents":{"entries":{"a${index}":{"name":"A${index}"}}}}`,
            baseHash: hash,
          }),
        ),
      );
      expect(outcomes.filter(({ ok }) => ok === true)).toHaveLength(1);
      owner.close();
    },
    async 'a client that goes away with two hundred calls under way'(stage) {
      for (let tries = 0; tries < 5; tries += 1) {
        const socket = await stage.client(['operator.write']);
        for (let index = 0; index < 200; index += 1)
          socket.send({
            type: 'req',
            id: `g${index}`,
            method: index % 2 === 0 ? 'sessions.list' : 'agent.wait',
            params: index % 2 === 0 ? {} : { runId: 'none', timeoutMs: 60_000 },
          });
        socket.close();
        await socket.closed;
      }
    },
  },
  {
    reply: (request) =>
      JSON.stringify(request.body.messages.at(-1)).includes('run it')
        ? { steps: [{ call: 'exec', input: { command: 'rm -rf important' } }] }
        : { steps: [{ say: 'Yes.' }] },
  },
);
