// Conformance suite of the ports of machines: programs that listen are listed, and can be reached from the host.
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Duplex } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FileError, type Machine, type MachinePorts } from '#core/ports/machine.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { openForEachTest, type MachineUnderTest } from './machine-under-test.ts';

const BIG = Buffer.alloc(1024 * 1024, 'gatehouse ');
const NO_SIGNAL = new AbortController().signal;

/** Registers the suite. */
export function machinePortsConformance(name: string, open: MachineUnderTest): void {
  describe(`${name}: ports`, () => {
    const { machine } = openForEachTest(open);

    it('lists a program that listens, connects to it, and reports when nothing listens', async () => {
      const ports = requirePorts(machine());
      const port = await findFreePort();
      expect((await ports.list()).map((entry) => entry.port)).not.toContain(port);
      const server = await machine().exec(
        { command: echoServer(port), pty: false, timeoutMs: 600_000, maxOutputBytes: 1_000 },
        () => undefined,
        NO_SIGNAL,
      );
      onTestFinished(async () => {
        server.kill();
        await server.finished;
      });
      await waitUntil('the server', async () => (await ports.list()).some((entry) => entry.port === port));
      expect((await exchange(ports, port, Buffer.from('hello'))).toString()).toBe('hello');
      const [first, second] = await Promise.all([exchange(ports, port, BIG), exchange(ports, port, BIG)]);
      expect(first.equals(BIG) && second.equals(BIG)).toBe(true);
      server.kill();
      await server.finished;
      await waitUntil('the end', async () => (await ports.list()).every((entry) => entry.port !== port));
      await expect(exchange(ports, port, Buffer.from('hello'))).rejects.toThrow(FileError);
    });
  });
}

function requirePorts({ ports }: Machine): MachinePorts {
  if (ports === undefined) throw new Error('This machine has no ports.');
  return ports;
}

/** A command that sends back what it gets, for several connections at once. Images without Perl have BusyBox. */
function echoServer(port: number): string {
  const perl = `$SIG{CHLD}="IGNORE";my $l=IO::Socket::INET->new(Listen=>9,LocalAddr=>"127.0.0.1",LocalPort=>${port},ReuseAddr=>1) or die;while(1){my $c=$l->accept or next;next if fork;while(sysread $c,my $b,65536){print $c $b;$c->flush}exit}`;
  return `if command -v perl >/dev/null; then exec perl -MIO::Socket::INET -e '${perl}'; fi; exec nc -ll -p ${port} -e cat`;
}

/** Sends bytes and returns as many that came back. */
async function exchange(ports: MachinePorts, port: number, bytes: Buffer): Promise<Buffer> {
  const stream = await ports.connect(port, NO_SIGNAL);
  if (!(stream instanceof Duplex)) throw new TypeError('The connection is no stream.');
  const chunks: Buffer[] = [];
  let size = 0;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= bytes.length) resolve();
  });
  stream.on('error', reject);
  stream.on('close', () => reject(new Error('The connection was closed.')));
  stream.write(bytes);
  try {
    await promise;
  } finally {
    stream.destroy();
  }
  return Buffer.concat(chunks);
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
