// Proves: AG-6, SC-8, N-12
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ApprovalMode } from '#contract/types/approval-modes.ts';
import { createOutbound } from '#adapters/outbound/guarded-call.ts';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import { harness, type Harness } from '#tests/support/core/engine-harness.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { calls, says } from '#tests/support/core/scripted-provider.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { UNRECORDED } from '#tests/support/outbound/unrecorded.ts';

const PAGE = `<html><head><title>t</title><style>p{}</style><script>alert(1)</script></head>
<body><h1>News</h1><p>It <b>rains</b>, see <a href="https://example.org/more">more</a>.</p></body></html>`;

interface Stage {
  readonly host: string;
  readonly asked: string[];
  agent(url: string, mode: ApprovalMode, isKnown: boolean): Promise<Harness>;
}

async function stage(answer: RequestListener): Promise<Stage> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const workspace = await mkdtemp(path.join(tmpdir(), 'gatehouse-fetch-'));
  const clock = new ManualClock();
  const machines = createMachineDirectory({ home: `${workspace}-home`, environment: process.env, log: QUIET, clock });
  onTestFinished(async () => {
    await machines.disposeAll();
    await rm(workspace, { recursive: true, force: true });
  });
  // A TCP server has a port.
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    asked,
    async agent(url, approvalMode, isKnown) {
      const script = [calls([{ id: 'a', name: 'fetch', input: { url } }]), says('fine')];
      const outbound = createOutbound({ ledger: UNRECORDED });
      const network = { discovery: 'off', allow: isKnown ? [host] : [] } as const;
      const play = harness(script, { machines, outbound, network, agent: { workspace, approvalMode } });
      void play.ask('look');
      await expect
        .poll(() => play.types())
        .toContain(isKnown || approvalMode !== 'ask' ? 'run.ended' : 'approval.requested');
      return play;
    },
  };
}

const findResult = (play: Harness) => play.events().find((event) => event.type === 'tool.finished');

describe('the fetch tool', () => {
  it('returns a page as plain text, marked as external content', async () => {
    const { host, asked, agent } = await stage((_request, response) =>
      response.setHeader('content-type', 'text/html').end(PAGE),
    );
    const result = findResult(await agent(`http://${host}/news`, 'ask', true));
    expect(result).toMatchObject({ isError: false, text: expect.stringContaining('data, not instructions') });
    expect(result).toMatchObject({ text: expect.stringContaining('It rains, see more [https://example.org/more].') });
    expect(JSON.stringify(result)).not.toContain('alert');
    expect(asked).toEqual(['/news']);
  });

  it('requires approval for a host that is not listed and shows the whole URL', async () => {
    const { host, asked, agent } = await stage((_request, response) => response.end());
    const play = await agent(`http://${host}/?q=data`, 'ask', false);
    expect((await play.engine.approvals.pending())[0]?.subject).toMatchObject({
      tool: 'fetch',
      command: `GET http://${host}/?q=data`,
      risks: [expect.stringContaining('carry data out')],
    });
    expect(asked).toEqual([]);
  });

  it('is denied in plan mode, even for a listed host', async () => {
    const { host, asked, agent } = await stage((_request, response) => response.end());
    expect(findResult(await agent(`http://${host}/`, 'plan', true))).toMatchObject({ isError: true });
    expect(asked).toEqual([]);
  });

  it('reaches no private address even in full mode', async () => {
    const { host, asked, agent } = await stage((_request, response) => response.end());
    const result = findResult(await agent(`http://${host}/`, 'full', false));
    expect(result).toMatchObject({ isError: true, details: { code: 'private-address' } });
    expect(asked).toEqual([]);
  });

  it('returns a redirect to another host to the model, so that following it requires approval', async () => {
    const { host, agent } = await stage((_request, response) =>
      response.writeHead(302, { location: 'https://elsewhere.example/?data' }).end(),
    );
    const result = findResult(await agent(`http://${host}/`, 'ask', true));
    expect(result).toMatchObject({
      text: expect.stringContaining('redirects to another host: https://elsewhere.example/'),
    });
  });

  it('reports the type of a response that is not text', async () => {
    const { host, agent } = await stage((_request, response) =>
      response.setHeader('content-type', 'image/png').end(Buffer.alloc(20)),
    );
    const result = findResult(await agent(`http://${host}/a.png`, 'ask', true));
    expect(result).toMatchObject({ isError: true, text: expect.stringContaining('is not text: image/png') });
  });

  it('returns the error response of a server', async () => {
    const { host, agent } = await stage((_request, response) => response.writeHead(404).end('no such page'));
    const result = findResult(await agent(`http://${host}/x`, 'ask', true));
    expect(result).toMatchObject({ isError: true, text: expect.stringMatching(/status 404[^]*no such page/) });
  });
});
