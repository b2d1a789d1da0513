// `gatehouse devices`: pairing requests and paired devices.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { PairedDevice, PendingDevice } from '#contract/types/devices.ts';

import { defineCommand, hasFlag, argument, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { withGateway } from '../connection/gateway-connection.ts';
import { deviceName } from '../output/display-names.ts';
import { formatScopes } from '../output/format-scopes.ts';
import { findOne } from '../connection/find.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';
import { formatTime } from '../output/format-time.ts';

const SHORT_ID = 12;
const LIST_COMMAND = 'gatehouse devices list';

const REQUEST = [{ name: 'request', isOptional: true, completes: 'pairing request' }] as const;
const LATEST = { latest: { help: 'Use the newest request' } } as const;

export const devices = defineCommand({
  name: 'devices',
  summary: 'Manage paired devices and pairing requests',
  description: 'Device and request ids can be shortened to a unique prefix.',
  examples: ['gatehouse devices approve --latest', 'gatehouse devices revoke 3c9f'],
  subcommands: [
    { name: 'list', summary: 'List pairing requests and paired devices', run: list },
    {
      name: 'approve',
      summary: 'Approve a pairing request',
      args: REQUEST,
      options: LATEST,
      run: approve,
    },
    {
      name: 'reject',
      summary: 'Deny a pairing request',
      args: REQUEST,
      options: LATEST,
      run: reject,
    },
    {
      name: 'revoke',
      summary: 'Revoke access and disconnect the device',
      args: [{ name: 'device', completes: 'device' }],
      run: revoke,
    },
    {
      name: 'rename',
      summary: 'Rename a device',
      args: [{ name: 'device', completes: 'device' }, { name: 'name' }],
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
  { title: 'REQUEST', color: () => 'yellow' },
  { title: 'NAME' },
  { title: 'PLATFORM' },
  { title: 'ADDRESS' },
  { title: 'ROLE' },
  { title: 'SCOPES' },
];
const PAIRED_COLUMNS: readonly Column[] = [
  { title: 'DEVICE' },
  { title: 'NAME' },
  { title: 'PLATFORM' },
  { title: 'LAST SEEN' },
  { title: 'SCOPES' },
];

function pendingCells({ requestId, displayName, clientId, platform, role, scopes, remoteIp }: PendingDevice) {
  const name = displayName ?? clientId ?? 'unnamed';
  return [requestId, name, platform ?? '?', remoteIp ?? '?', role ?? 'operator', formatScopes(scopes ?? [])];
}

function pairedCells(device: PairedDevice) {
  const { deviceId, platform, connected, lastSeenAtMs, scopes } = device;
  const seen = connected ? 'connected' : formatTime(lastSeenAtMs);
  return [deviceId.slice(0, SHORT_ID), deviceName(device), platform, seen, formatScopes(scopes)];
}

function approve(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { pending } = await client.request('device.pair.list', {});
    const { requestId } = findRequest(context, pending);
    const { device } = await client.request('device.pair.approve', { requestId });
    context.output.json({ ok: true, requestId, device });
    context.output.line(`Approved ${nameOf(device)}. Scopes: ${formatScopes(device.scopes)}`);
    return EXIT.ok;
  });
}

function reject(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { pending } = await client.request('device.pair.list', {});
    const { requestId } = findRequest(context, pending);
    const result = await client.request('device.pair.reject', { requestId });
    context.output.json({ ok: true, ...result });
    context.output.line(`Denied request ${requestId}.`);
    return EXIT.ok;
  });
}

function revoke(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const device = await findDevice(client, argument(context, 0));
    await client.request('device.pair.remove', { deviceId: device.deviceId });
    context.output.json({ ok: true, deviceId: device.deviceId });
    context.output.line(`Revoked access for ${nameOf(device)}.`);
    return EXIT.ok;
  });
}

function rename(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { deviceId } = await findDevice(client, argument(context, 0));
    const result = await client.request('device.pair.rename', { deviceId, label: argument(context, 1) });
    context.output.json({ ok: true, ...result });
    context.output.line(`Renamed to ${plainLine(result.label)}.`);
    return EXIT.ok;
  });
}

async function findDevice(client: GatewayClient, typed: string): Promise<PairedDevice> {
  const { paired: rows } = await client.request('device.pair.list', {});
  return findOne(typed, { noun: 'device', rows, id: ({ deviceId }) => deviceId, listCommand: LIST_COMMAND });
}

function findRequest(context: CommandContext, pending: readonly PendingDevice[]): PendingDevice {
  const typed = argument(context, 0);
  const latest = hasFlag(context, 'latest') ? pending.toSorted((a, b) => b.ts - a.ts)[0] : undefined;
  if (latest !== undefined) return latest;
  if (typed === '' && !hasFlag(context, 'latest'))
    throw new CommandError(EXIT.usage, 'missing argument <request>; pass a request id or --latest');
  if (typed === '') throw new CommandError(EXIT.failed, 'no pending pairing requests');
  return findOne(typed, {
    noun: 'pairing request',
    rows: pending,
    id: ({ requestId }) => requestId,
    listCommand: LIST_COMMAND,
  });
}

function nameOf(device: Pick<PairedDevice, 'label' | 'displayName' | 'clientId'>): string {
  return plainLine(deviceName(device));
}
