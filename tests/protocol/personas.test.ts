// Personas over a real socket: CRUD, variables, and what the model gets.
// Proves: AG-4
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { ModelRequestRecord } from '#tests/support/model-server.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';

let host: ProtocolHost;
let client: GatewayClient;
const requests: ModelRequestRecord[] = [];

beforeAll(async () => {
  host = await startProtocolHost((request) => {
    requests.push(request);
    return { steps: [{ say: 'Hello.' }] };
  });
  client = await connectTo(host.address.origin, TOKEN);
  await client.request('setup.choose', { model: MODEL, workspace: host.workspace });
  await client.request('config.patch', {
    raw: '{"titles":{"automatic":false}}',
    baseHash: (await client.request('config.get', {})).hash,
  });
});
afterAll(async () => {
  client.stop();
  await host.stop();
});

/** The system prompt that the model gets for a message. */
async function systemFor(sessionKey: string, message: string): Promise<string> {
  const { runId } = await client.request('chat.send', {
    sessionKey,
    message,
    idempotencyKey: `${sessionKey} ${message}`,
  });
  await client.request('agent.wait', { runId, timeoutMs: 30_000 });
  return JSON.stringify(requests.at(-1)?.body.system);
}

describe('personas', () => {
  it('are created, changed, listed by name, and deleted', async () => {
    const { persona: zoe } = await client.request('personas.create', { name: 'Zoe', template: 'Hi {a} {b} {a}.' });
    const { persona } = await client.request('personas.create', { name: 'Anna', template: 'Hello.' });
    expect(zoe.variables).toEqual(['a', 'b']);
    const listed = async () => (await client.request('personas.list', {})).personas.map(({ name }) => name);
    expect(await listed()).toEqual(['Anna', 'Zoe']);
    const changed = await client.request('personas.update', { id: zoe.id, template: 'Hi {c}.', defaults: { c: 'x' } });
    expect(changed.persona).toMatchObject({ name: 'Zoe', variables: ['c'], defaults: { c: 'x' } });
    await expect(client.request('personas.create', { name: 'anna', template: 'x' })).rejects.toMatchObject({
      details: { code: 'PERSONA_EXISTS' },
    });
    for (const { id } of [zoe, persona]) await client.request('personas.delete', { id });
    expect(await listed()).toEqual([]);
    await expect(client.request('personas.delete', { id: zoe.id })).rejects.toMatchObject({
      details: { code: 'PERSONA_NOT_FOUND' },
    });
  });

  it('are part of the system prompt from the next message on, with their variables filled in', async () => {
    const key = 'agent:main:persona';
    const { persona } = await client.request('personas.create', {
      name: 'Pirate',
      template: 'Talk like a pirate from {place} about {topic}, on {date}.',
      defaults: { place: 'Tortuga' },
    });
    await client.request('sessions.create', { key });
    expect(await systemFor(key, 'one')).not.toContain('pirate');
    const choose = (values: Record<string, string>) =>
      client.request('sessions.patch', { key, persona: { id: persona.id, values } });
    await expect(choose({})).rejects.toThrow('needs values for: topic');
    const { entry } = await choose({ topic: 'ships' });
    expect(entry.persona).toEqual({ id: persona.id, name: 'Pirate' });
    expect(await systemFor(key, 'two')).toMatch(/pirate from Tortuga about ships, on \d{4}-\d\d-\d\d\./);
    // The text stays although the persona is gone.
    await client.request('personas.delete', { id: persona.id });
    expect(await systemFor(key, 'three')).toContain('about ships');
    const copy = await client.request('sessions.create', { key: `${key}-fork`, parentSessionKey: key, fork: true });
    expect(copy.entry.persona?.name).toBe('Pirate');
    await client.request('sessions.patch', { key, persona: null });
    expect(await systemFor(key, 'four')).not.toContain('pirate');
  });

  it('are chosen for a new session, which is not created without the values', async () => {
    const { persona } = await client.request('personas.create', {
      name: 'Guide',
      template: 'Guide through {project} for {who}.',
    });
    const create = (key: string, values: Record<string, string>) =>
      client.request('sessions.create', { key, persona: { id: persona.id, values } });
    await expect(create('agent:main:guide-1', {})).rejects.toThrow('who');
    expect((await client.request('sessions.describe', { key: 'agent:main:guide-1' })).session).toBeNull();
    await create('agent:main:guide-2', { who: 'Ada', project: 'the harbor' });
    expect(await systemFor('agent:main:guide-2', 'hello')).toContain('Guide through the harbor for Ada.');
  });
});
