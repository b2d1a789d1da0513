import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { resolveProgram } from '../host/shell.ts';
import { FORWARDERS, forwardCommand } from './forward-command.ts';

/** More than any pipe holds. */
const BIG = Buffer.alloc(3 * 1024 * 1024, 'gatehouse ');

/** A server that sends back what it gets and closes. */
async function echo(host: string): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => socket.pipe(socket));
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function run(command: string, input: Buffer): Promise<{ readonly code: number | null; readonly output: Buffer }> {
  const child = spawn('/bin/sh', ['-c', command], { stdio: ['pipe', 'pipe', 'ignore'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : null, output: Buffer.concat(chunks) };
}

for (const { program, command } of FORWARDERS)
  it(`forwards bytes in both directions with ${program}, and fails if nothing listens`, async (context) => {
    const found = await resolveProgram(program, '/', process.env['PATH'] ?? '');
    context.skip(found === undefined, `${program} isn't installed`);
    const { output } = await run(command(await echo('127.0.0.1')), BIG);
    expect(output.equals(BIG)).toBe(true);
    const refused = await run(command(1), Buffer.from('x'));
    expect(refused.output).toHaveLength(0);
    expect(refused.code).not.toBe(0);
  });

it('chooses a program that the machine has', async () => {
  const { code, output } = await run(forwardCommand(await echo('127.0.0.1')), Buffer.from('hello'));
  expect([code, output.toString()]).toEqual([0, 'hello']);
});
