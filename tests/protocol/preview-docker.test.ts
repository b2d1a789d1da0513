// A page of a server in a container without a network, on a real engine.
// Proves: N-8
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { PortClient } from '#gateway/preview/forward-request.ts';
import { openTestEngine } from '../support/docker-engine.ts';
import { openDockerStage } from '../support/docker-stage.ts';
import { waitUntil } from '../support/wait-until.ts';

const PORT = 8080;
const engine = await openTestEngine();

if (typeof engine === 'string') {
  it('preview of a container', (context) => context.skip(true, engine));
} else {
  afterAll(() => engine.stop());

  it('reaches a server in a container that has no network', async () => {
    const { machine, workspace, close } = await openDockerStage(engine);
    onTestFinished(close);
    const { ports } = machine;
    if (ports === undefined) throw new Error('This machine has no ports.');
    await fs.writeFile(path.join(workspace, 'index.html'), '<h1>From the container</h1>');
    const server = await machine.exec(
      { command: `httpd -f -p ${PORT} -h .`, pty: false, timeoutMs: 600_000, maxOutputBytes: 1_000 },
      () => undefined,
      new AbortController().signal,
    );
    onTestFinished(() => server.kill());
    await waitUntil('the server', async () => (await ports.list()).some(({ port }) => port === PORT));
    const client = new PortClient(ports, PORT);
    onTestFinished(() => client.close());
    const load = (file: string) =>
      new Promise<string>((resolve, reject) => {
        const request = client.request('GET', file, { host: `localhost:${PORT}` });
        request.on('response', (answer) => resolve(text(answer).then((body) => `${answer.statusCode} ${body.trim()}`)));
        request.on('error', reject);
        request.end();
      });
    expect(await load('/index.html')).toBe('200 <h1>From the container</h1>');
    const answers = await Promise.all([load('/'), load('/missing')]);
    expect(answers).toEqual(['200 <h1>From the container</h1>', expect.stringMatching(/^404 /)]);
  });
}
