// Connect of a paired device: from opening the socket to `hello-ok`.
// Proves: GW-14
import { TestDevice } from '#tests/protocol/support/device.ts';

import { BareClient } from '../bare-client.ts';
import type { Row } from '../report.ts';
import { median, msBetween } from '../statistics.ts';
import type { World } from '../world.ts';

/** Connects a device that is already paired, one connection at a time. Baseline: a bare socket and one echo. */
export async function connectRow(world: World, times: number): Promise<Row> {
  const device = new TestDevice();
  const paired = await connect(world, device, { token: world.host.token });
  const ours: number[] = [];
  for (let round = 0; round < times; round += 1)
    ours.push((await connect(world, device, { deviceToken: paired.token })).ms);
  const bare: number[] = [];
  for (let round = 0; round < times; round += 1) bare.push(await connectBare(world.bareProcess.port));
  return {
    id: 'connect',
    title: 'connect of a known device',
    unit: 'ms',
    value: median(ours),
    target: 1.5,
    better: 'lower',
    bare: median(bare),
    note: 'with its key and its own token',
  };
}

async function connect(world: World, device: TestDevice, auth: Readonly<Record<string, string>>) {
  const startedAt = process.hrtime.bigint();
  const { socket, answer } = await device.connect(world.host.origin.replace(/^http/, 'ws'), { auth });
  const ms = msBetween(startedAt, process.hrtime.bigint());
  const issued = answer.payload?.['auth'] as { readonly deviceToken?: string } | undefined; // part of `hello-ok`
  if (issued?.deviceToken === undefined)
    throw new Error(`the device was not accepted: ${JSON.stringify(answer.error)}`);
  socket.close();
  await socket.closed;
  return { ms, token: issued.deviceToken };
}

async function connectBare(port: number): Promise<number> {
  const startedAt = process.hrtime.bigint();
  const client = await BareClient.connect(port);
  await client.echo('hello');
  const ms = msBetween(startedAt, process.hrtime.bigint());
  client.close();
  return ms;
}
