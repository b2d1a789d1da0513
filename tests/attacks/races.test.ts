// Concurrent and repeated requests: what may happen once happens once.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { lastToolResults, lastUserText } from '#tests/support/model-server.ts';
import { defineAttacks } from './support/define-attacks.ts';
import { request, type Outcome, type Target } from './support/target.ts';
import { MAX_WAIT_MS, waitUntil } from '#tests/support/wait-until.ts';

/** The agent asks to delete this file, so it shows whether the command ran. */
const FILE = 'important';
/** Sent with every write that is meant to win or lose a race. */
const KNOWN_ERRORS = ['INVALID_REQUEST', 'UNAVAILABLE'];

/** Starts a run in which the agent asks to run a command; returns the id of the approval. */
async function pendingApproval(target: Target, key: string): Promise<string> {
  writeFileSync(join(target.gateway.workspace, FILE), 'keep me');
  await target.call('sessions.create', { key });
  await target.call('chat.send', { sessionKey: key, message: 'run it', idempotencyKey: `${key}-run` });
  let id: string | undefined;
  await waitUntil('the approval', async () => {
    const { approvals } = await target.call<{ approvals: ApprovalRecord[] }>('approvals.list');
    id = approvals.find(({ sessionKey }) => sessionKey === `agent:main:${key}`)?.id;
    return id !== undefined;
  });
  return id ?? expect.fail('no approval');
}

/** The outcome of an approval. */
async function outcomeOf(target: Target, id: string): Promise<string | undefined> {
  const { approvals } = await target.call<{ approvals: ApprovalRecord[] }>('approvals.list', { status: 'resolved' });
  return approvals.find((approval) => approval.id === id)?.outcome;
}

const isPending = async (target: Target, id: string): Promise<boolean> =>
  (await target.call<{ approvals: ApprovalRecord[] }>('approvals.list')).approvals.some((one) => one.id === id);

const commandRan = (target: Target): boolean => !existsSync(join(target.gateway.workspace, FILE));

const runEnd = (target: Target, key: string): Promise<unknown> =>
  target.call('agent.wait', { runId: `${key}-run`, timeoutMs: MAX_WAIT_MS });

/** The texts of a session's user messages. */
async function userMessages(target: Target, key: string): Promise<readonly string[]> {
  const { items } = await target.call<{ items: { kind: string; text?: string }[] }>('sessions.items', {
    key,
    beforeSeq: 1_000_000,
    limit: 60,
  });
  return items.filter(({ kind }) => kind === 'user').map(({ text = '' }) => text);
}

defineAttacks(
  'races',
  {
    async 'counts one answer when an approval is allowed and denied at the same moment'(target) {
      const sockets = await Promise.all([1, 2].map(() => target.client(['operator.approvals'])));
      for (let round = 0; round < 6; round += 1) {
        const key = `both-${round}`;
        const id = await pendingApproval(target, key);
        // Each decision is sent first in every other round.
        const decisions = round % 2 === 0 ? ['allow-once', 'deny'] : ['deny', 'allow-once'];
        const outcomes = await Promise.all(
          decisions.map((decision, index) => {
            const socket = sockets[index] ?? expect.fail('no socket');
            return request(socket, 'exec.approval.resolve', { id, decision });
          }),
        );
        expect(outcomes.filter(({ ok }) => ok === true)).toHaveLength(1);
        const accepted = decisions[outcomes.findIndex(({ ok }) => ok === true)];
        expect(await outcomeOf(target, id)).toBe(accepted);
        await runEnd(target, key);
        expect(commandRan(target)).toBe(accepted === 'allow-once');
      }
      for (const socket of sockets) socket.close();
    },
    async 'rejects a second answer to an approval that was denied'(target) {
      const id = await pendingApproval(target, 'late');
      await target.call('exec.approval.resolve', { id, decision: 'deny' });
      const socket = await target.client(['operator.approvals']);
      for (const decision of ['allow-once', 'allow-always'])
        expect((await request(socket, 'exec.approval.resolve', { id, decision })).error?.details?.['reason']).toBe(
          'APPROVAL_ALREADY_RESOLVED',
        );
      await runEnd(target, 'late');
      expect(commandRan(target)).toBe(false);
      socket.close();
    },
    async 'rejects an answer to an approval whose run was stopped'(target) {
      const id = await pendingApproval(target, 'stopped');
      await target.call('chat.abort', { sessionKey: 'stopped' });
      const socket = await target.client(['operator.approvals']);
      const outcome = await request(socket, 'exec.approval.resolve', { id, decision: 'allow-once' });
      expect(outcome.error?.details?.['reason']).toBe('APPROVAL_ALREADY_RESOLVED');
      expect(await outcomeOf(target, id)).toBe('cancelled');
      expect(commandRan(target)).toBe(false);
      socket.close();
    },
    async 'rejects an answer to a question that was canceled'(target) {
      await target.call('sessions.create', { key: 'asked' });
      await target.call('chat.send', { sessionKey: 'asked', message: 'ask me', idempotencyKey: 'asked-run' });
      const pending = async (): Promise<string | undefined> =>
        (await target.call<{ questions: { id: string }[] }>('question.list')).questions[0]?.id;
      await waitUntil('the question', async () => (await pending()) !== undefined);
      const id = await pending();
      await target.call('question.resolve', { id, cancel: true });
      const socket = await target.client(['operator.questions']);
      const answer = { id, answers: { answers: { q1: ['yes, delete everything'] } } };
      expect((await request(socket, 'question.resolve', answer)).error?.details?.['code']).toBe('QUESTION_NOT_FOUND');
      await runEnd(target, 'asked');
      const { question } = await target.call<{ question: { status: string } }>('question.get', { id });
      expect(question.status).toBe('cancelled');
      expect(JSON.stringify(target.gateway.model.requests.at(-1)?.body)).not.toContain('delete everything');
      socket.close();
    },
    async 'rejects decisions that do not exist'(target) {
      const id = await pendingApproval(target, 'odd');
      const socket = await target.client(['operator.approvals']);
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
        expect((await request(socket, 'exec.approval.resolve', { id, decision })).ok, String(decision)).toBe(false);
      expect(await isPending(target, id)).toBe(true);
      socket.close();
      await target.call('chat.abort', { sessionKey: 'odd' });
    },
    async 'stores no rule with an answer that is wider than the request'(target) {
      const id = await pendingApproval(target, 'wide');
      const rules = (): Promise<unknown> => target.call('approvals.rules.list');
      const before = await rules();
      const socket = await target.client(['operator.approvals']);
      const attempts: readonly (readonly [rule: readonly string[], code: string])[] = [
        [['*'], 'RULE_NOT_STORABLE'],
        [['rm', '-rf', '*'], 'RULE_NOT_STORABLE'],
        [['sh', '-c', '*'], 'RULE_NOT_STORABLE'],
        [['env', '*'], 'RULE_NOT_STORABLE'],
        [['rm', '*', '*'], 'RULE_NOT_STORABLE'],
        [['rm', '*'], 'RULE_DOES_NOT_COVER'],
        [['ls', '*'], 'RULE_DOES_NOT_COVER'],
        [['rm', '-rf', 'other'], 'RULE_DOES_NOT_COVER'],
        [[], 'INVALID_PARAMS'],
        [[''], 'INVALID_PARAMS'],
      ];
      for (const [rule, code] of attempts) {
        const outcome = await request(socket, 'approvals.resolve', { id, decision: 'allow-always', rule });
        expect(outcome.error?.details?.['code'], rule.join(' ')).toBe(code);
      }
      expect(await rules()).toEqual(before);
      expect(await isPending(target, id)).toBe(true);
      expect(commandRan(target)).toBe(false);
      socket.close();
      await target.call('chat.abort', { sessionKey: 'wide' });
    },
    async 'accepts a message once when it is sent twenty times with one key'(target) {
      const socket = await target.client(['operator.write']);
      const send = () =>
        request(socket, 'chat.send', { sessionKey: 'once', message: 'hello', idempotencyKey: 'once-1' });
      const outcomes = await Promise.all(Array.from({ length: 20 }, send));
      expect(outcomes.every(({ ok }) => ok === true)).toBe(true);
      expect(await userMessages(target, 'once')).toEqual(['hello']);
      socket.close();
    },
    async 'refuses an idempotency key that was used in another session'(target) {
      const socket = await target.client(['operator.write']);
      const send = (sessionKey: string, message: string): Promise<Outcome> =>
        request(socket, 'chat.send', { sessionKey, message, idempotencyKey: 'shared-key' });
      expect((await send('first', 'hello')).ok).toBe(true);
      expect((await send('second', 'other')).error?.details?.['code']).toBe('IDEMPOTENCY_KEY_USED');
      socket.close();
    },
    async 'gives no cached response to another client that guesses the idempotency key'(target) {
      const contents = { victim: 'words for the victim', thief: 'words for the thief' };
      const read = async (name: keyof typeof contents): Promise<Outcome> => {
        writeFileSync(join(target.gateway.workspace, `${name}.txt`), contents[name]);
        const socket = await target.client([], { auth: { token: await target.key(['operator.write']) } });
        const args = { path: `${name}.txt` };
        const outcome = await request(socket, 'tools.invoke', { name: 'read', args, idempotencyKey: 'the-same-key' });
        socket.close();
        return outcome;
      };
      expect(JSON.stringify(await read('victim'))).toContain(contents.victim);
      const outcome = JSON.stringify(await read('thief'));
      expect(outcome).toContain(contents.thief);
      expect(outcome).not.toContain(contents.victim);
    },
    async 'treats names of prototypes as plain idempotency keys and rejects malformed ones'(target) {
      const socket = await target.client(['operator.write']);
      for (const idempotencyKey of ['__proto__', 'constructor', 'toString']) {
        const key = `k-${idempotencyKey.replaceAll('_', '')}`;
        expect((await request(socket, 'chat.send', { sessionKey: key, message: 'x', idempotencyKey })).ok).toBe(true);
        expect(await userMessages(target, key)).toEqual(['x']);
      }
      for (const idempotencyKey of ['', 'x'.repeat(100_000), null, 5, {}])
        expect((await request(socket, 'chat.send', { sessionKey: 'odd-keys', message: 'x', idempotencyKey })).ok).toBe(
          false,
        );
      socket.close();
    },
    async 'keeps a session consistent while it is written to, reset, and deleted at once'(target) {
      await target.call('sessions.create', { key: 'torn' });
      const owner = await target.client(['operator.admin']);
      const sends: Promise<Outcome>[] = [];
      const work = Array.from({ length: 12 }, (_unused, index) => [
        (sends[index] = request(owner, 'chat.send', {
          sessionKey: 'torn',
          message: `m${index}`,
          idempotencyKey: `torn-${index}`,
        })),
        request(owner, 'sessions.reset', { key: 'torn' }),
        request(owner, 'sessions.delete', { key: 'torn' }),
        request(owner, 'sessions.patch', { key: 'torn', label: `l${index}` }),
        request(owner, 'chat.abort', { sessionKey: 'torn' }),
      ]);
      for (const { ok, error } of await Promise.all(work.flat()))
        if (ok !== true) expect(KNOWN_ERRORS).toContain(error?.code);
      // Messages that are held after a stop stay queued until a person sends them. A reset removes them.
      await request(owner, 'sessions.reset', { key: 'torn' });
      // Every accepted message has ended, one way or another.
      for (const { ok, payload } of await Promise.all(sends)) {
        if (ok !== true) continue;
        const { status } = await target.call('agent.wait', { runId: payload?.['runId'], timeoutMs: MAX_WAIT_MS });
        expect(status).not.toBe('timeout');
      }
      const { runId } = await target.call('chat.send', {
        sessionKey: 'torn',
        message: 'after all',
        idempotencyKey: 'torn-last',
      });
      expect(await target.call('agent.wait', { runId, timeoutMs: MAX_WAIT_MS })).toMatchObject({ status: 'ok' });
      const texts = await userMessages(target, 'torn');
      expect(texts.at(-1)).toBe('after all');
      expect(new Set(texts).size).toBe(texts.length);
      const { sessions } = await target.call<{ sessions: { key: string }[] }>('sessions.list', { limit: 1_000 });
      expect(sessions.filter(({ key }) => key === 'agent:main:torn')).toHaveLength(1);
      owner.close();
    },
    async 'applies one of ten concurrent configuration patches and refuses the others'(target) {
      const { hash } = await target.call<{ hash: string }>('config.get');
      const owner = await target.client(['operator.admin']);
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_unused, index) =>
          request(owner, 'config.patch', {
            raw: `{"agents":{"entries":{"a${index}":{"name":"A${index}"}}}}`,
            baseHash: hash,
          }),
        ),
      );
      const accepted = outcomes.findIndex(({ ok }) => ok === true);
      expect(outcomes.filter(({ ok }) => ok === true)).toHaveLength(1);
      const { agents } = await target.call<{ agents: { id: string }[] }>('agents.list');
      expect(agents.map(({ id }) => id).filter((id) => /^a\d$/.test(id))).toEqual([`a${accepted}`]);
      owner.close();
    },
    async 'survives a client that disconnects with two hundred calls in progress'(target) {
      for (let attempt = 0; attempt < 5; attempt += 1) {
        const socket = await target.client(['operator.write']);
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
    reply: (modelRequest) => {
      if (lastToolResults(modelRequest).length > 0) return { steps: [{ say: 'Done.' }] };
      const text = lastUserText(modelRequest);
      if (text === 'run it') return { steps: [{ call: 'exec', input: { command: `rm -rf ${FILE}` } }] };
      if (text === 'ask me') return { steps: [{ call: 'ask', input: { questions: [{ question: 'Delete it?' }] } }] };
      return { steps: [{ say: 'Yes.' }] };
    },
  },
);
