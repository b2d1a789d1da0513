// `gatehouse devices`: who waits to be let in, who is in, and the answer to both.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { PairedDevice, PendingDevice } from '#contract/types/devices.ts';

import { defineCommand, hasFlag, operand, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { withGateway } from '../connection/gateway-connection.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';
import { timeText } from '../output/format-time.ts';

const SHORT_ID = 12;

const LATEST = { latest: { help: 'the newest request' } } as const;

export const devices = defineCommand({
  name: 'devices',
  summary: 'List devices, let one in, turn one away, or take its access back.',
  actions: [
    { name: 'list', summary: 'who waits and who is in', run: list },
    {
      name: 'approve',
      summary: 'let one in; the first characters of its request are enough',
      operands: [{ name: 'request', isOptional: true, ids: 'pairing' }],
      options: LATEST,
      run: approve,
    },
    {
      name: 'reject',
      summary: 'turn one away',
      operands: [{ name: 'request', isOptional: true, ids: 'pairing' }],
      options: LATEST,
      run: reject,
    },
    {
      name: 'revoke',
      summary: 'take its access back; it is cut off at once',
      operands: [{ name: 'device', ids: 'device' }],
      run: revoke,
    },
    {
      name: 'rename',
      summary: 'give one a name of its own',
      operands: [{ name: 'device', ids: 'device' }, { name: 'name' }],
      run: rename,
    },
  ],
});

function list(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { output } = context;
    const { pending, paired } = await client.request('device.pair.list', {});
    output.json({ ok: true, pending, paired });
    if (pending.length + paired.length === 0) output.line('No devices.');
    if (pending.length > 0) output.table(PENDING_COLUMNS, pending.map(pendingCells));
    if (pending.length > 0 && paired.length > 0) output.line('');
    if (paired.length > 0) output.table(PAIRED_COLUMNS, paired.map(pairedCells));
    return EXIT.ok;
  });
}

const PENDING_COLUMNS: readonly Column[] = [
  { title: 'WAITING', tone: () => 'yellow' },
  { title: 'NAME' },
  { title: 'PLATFORM' },
  { title: 'FROM' },
  { title: 'AS' },
  { title: 'WANTS' },
];
const PAIRED_COLUMNS: readonly Column[] = [
  { title: 'DEVICE' },
  { title: 'NAME' },
  { title: 'PLATFORM' },
  { title: 'SEEN' },
  { title: 'MAY' },
];

function pendingCells({ requestId, displayName, clientId, platform, role, scopes, remoteIp }: PendingDevice) {
  const name = displayName ?? clientId ?? 'unnamed';
  return [requestId, name, platform ?? '?', remoteIp ?? '?', role ?? 'operator', scopeWords(scopes ?? [])];
}

function pairedCells(device: PairedDevice) {
  const { deviceId, platform, connected, lastSeenAtMs, scopes } = device;
  const seen = connected ? 'here now' : timeText(lastSeenAtMs);
  return [deviceId.slice(0, SHORT_ID), nameOf(device), platform, seen, scopeWords(scopes)];
}

function approve(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { pending } = await client.request('device.pair.list', {});
    const requestId = chosen(context, pending).requestId;
    const { device } = await client.request('device.pair.approve', { requestId });
    context.output.json({ ok: true, requestId, device });
    context.output.line(
      `${plainLine(device.displayName ?? device.clientId)} may come in, with ${scopeWords(device.scopes)}.`,
    );
    return EXIT.ok;
  });
}

function reject(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { pending } = await client.request('device.pair.list', {});
    const result = await client.request('device.pair.reject', { requestId: chosen(context, pending).requestId });
    context.output.json({ ok: true, ...result });
    context.output.line('It was turned away.');
    return EXIT.ok;
  });
}

function revoke(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const device = await deviceMeant(client, operand(context, 0));
    await client.request('device.pair.remove', { deviceId: device.deviceId });
    context.output.json({ ok: true, deviceId: device.deviceId });
    context.output.line(`${nameOf(device)} has no access any more.`);
    return EXIT.ok;
  });
}

function rename(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { deviceId } = await deviceMeant(client, operand(context, 0));
    const result = await client.request('device.pair.rename', { deviceId, label: operand(context, 1) });
    context.output.json({ ok: true, ...result });
    context.output.line(`It is called ${plainLine(result.label)} now.`);
    return EXIT.ok;
  });
}

async function deviceMeant(client: GatewayClient, start: string): Promise<PairedDevice> {
  const { paired } = await client.request('device.pair.list', {});
  const found = start === '' ? [] : paired.filter(({ deviceId }) => deviceId.startsWith(start));
  const [device] = found;
  if (device !== undefined && found.length === 1) return device;
  throw new CommandError(EXIT.usage, `no single device begins with "${start}"; see "gatehouse devices list"`);
}

function chosen(context: CommandContext, pending: readonly PendingDevice[]): PendingDevice {
  const start = operand(context, 0);
  const found = hasFlag(context, 'latest')
    ? pending.toSorted((a, b) => b.ts - a.ts).slice(0, 1)
    : pending.filter(({ requestId }) => start !== '' && requestId.startsWith(start));
  const [request] = found;
  if (request !== undefined && found.length === 1) return request;
  throw new CommandError(EXIT.usage, 'no single request is meant; see "gatehouse devices list", or say --latest');
}

function nameOf({ label, displayName, clientId }: PairedDevice): string {
  return plainLine(label ?? displayName ?? clientId);
}

function scopeWords(scopes: readonly string[]): string {
  return scopes.length === 0 ? 'no scopes' : scopes.map((scope) => scope.replace('operator.', '')).join(', ');
}
