// Agents over a real socket: the roster, roles, and pictures.
// Proves: AG-1, AG-3
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { MAX_AVATAR_CHARS } from '#contract/types/agent-avatar.ts';
import { ROSTER_ROLES } from '#contract/types/roster.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';

/** One transparent pixel. */
const PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

let host: ProtocolHost;
let client: GatewayClient;

beforeAll(async () => {
  host = await startProtocolHost(() => ({ steps: [{ say: 'Hello.' }] }));
  client = await connectTo(host.address.origin, TOKEN);
  await client.request('setup.choose', { model: MODEL, workspace: host.workspace });
});
afterAll(async () => {
  client.stop();
  await host.stop();
});

const names = async () => (await client.request('agents.list', {})).agents.map(({ name }) => name ?? '');

describe('the roster', () => {
  it('is created once, by name, even by calls at the same time', async () => {
    const planner = await client.request('agents.create', { name: 'planner' });
    const create = () => client.request('agents.roster.create', {});
    const [first, second] = await Promise.all([create(), create()]);
    expect(first.members.map(({ role }) => role)).toEqual([...ROSTER_ROLES]);
    expect(first.members.find(({ role }) => role === 'planner')).toMatchObject({
      agentId: planner['agentId'],
      isNew: false,
    });
    expect(first.members.filter(({ isNew }) => isNew)).toHaveLength(ROSTER_ROLES.length - 1);
    expect(second.members.filter(({ isNew }) => isNew)).toEqual([]);
    const found = await names();
    expect(new Set(found.map((name) => name.toLowerCase())).size).toBe(found.length);
    const { members } = await client.request('agents.roster.list', {});
    expect(members.map(({ agentId }) => agentId)).toEqual(first.members.map(({ agentId }) => agentId));
  });

  it('creates only the given roles, with tools that fit the role', async () => {
    await client.request('agents.delete', { agentId: 'reviewer' });
    await client.request('agents.delete', { agentId: 'coder' });
    const { members } = await client.request('agents.roster.create', { roles: ['reviewer'] });
    expect(members).toMatchObject([{ role: 'reviewer', agentId: 'reviewer', isNew: true }]);
    const settings = await client.request('agents.settings.get', { agentId: 'reviewer' });
    expect(settings.tools.deny).toEqual(['write', 'edit']);
    expect(settings.instructions).toContain('review');
    expect(await names()).not.toContain('Coder');
    await expect(client.request('agents.roster.create', { model: 'no/such' })).rejects.toThrow('Unknown model');
  });

  it('is a template for an agent with another name', async () => {
    const { agentId } = await client.request('agents.create', { name: 'Second reviewer', role: 'reviewer' });
    expect(await client.request('agents.settings.get', { agentId: String(agentId) })).toMatchObject({
      name: 'Second reviewer',
      emoji: '🔎',
      tools: { deny: ['write', 'edit'] },
    });
  });
});

describe('the picture of an agent', () => {
  it('is stored, shown in lists, served, and removed', async () => {
    const { agentId } = await client.request('agents.create', { name: 'Painter', avatar: PNG });
    const id = String(agentId);
    const listed = async () =>
      (await client.request('agents.list', {})).agents.find((agent) => agent.id === id)?.identity?.avatar;
    expect(await listed()).toBe(PNG);
    expect(await client.request('agent.identity.get', { agentId: id })).toMatchObject({
      avatar: PNG,
      avatarStatus: 'data',
    });
    const served = await fetch(`${host.address.origin}/avatar/${id}`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    expect(served.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await served.arrayBuffer()).toString('base64')).toBe(PNG.slice(PNG.indexOf(',') + 1));
    await client.request('agents.settings.set', { agentId: id, avatar: '' });
    expect(await listed()).toBeUndefined();
  });

  it('is rejected if it is too large, a program, or not what it claims to be', async () => {
    const set = (avatar: string) => client.request('agents.update', { agentId: 'main', avatar });
    const bad = [
      `${PNG}${'A'.repeat(MAX_AVATAR_CHARS)}`,
      'data:image/svg+xml;base64,PHN2Zy8+',
      'https://example.com/a.png',
      PNG.replace('image/png', 'image/jpeg'),
      'data:image/png;base64,AAAA',
    ];
    for (const avatar of bad) await expect(set(avatar)).rejects.toMatchObject({ details: { code: 'AVATAR_INVALID' } });
  });
});
