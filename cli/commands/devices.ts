// `gatehouse devices`: pairing requests and paired devices.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { PairedDevice, PendingDevice } from '#contract/types/devices.ts';

import { defineCommand, hasFlag, argument, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { deviceName, formatScopes } from '../output/display-names.ts';
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
  description: 'Device and request IDs can be shortened to a unique prefix.',
  examples: ['gatehouse devices approve --latest', 'gatehouse devices revoke 3c9f'],
  subcommands: [
    { name: 'list', summary: 'List pairing requests and paired devices', run: withClient(list) },
    { name: 'approve', summary: 'Approve a pairing request', args: REQUEST, options: LATEST, run: withClient(approve) },
    { name: 'reject', summary: 'Deny a pairing request', args: REQUEST, options: LATEST, run: withClient(reject) },
    {
      name: 'revoke',
      summary: 'Revoke access and disconnect the device',
      args: [{ name: 'device', completes: 'device' }],
      run: withClient(revoke),
    },
    {
      name: 'rename',
      summary: 'Rename a device',
      args: [{ name: 'device', completes: 'device' }, { name: 'name' }],
      run: withClient(rename),
    },
  ],
});

async function list({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const { pending, paired } = await client.request('device.pair.list', {});
  output.json({ ok: true, pending, paired });
  if (pending.length + paired.length === 0) output.line('No devices.');
  if (pending.length > 0) output.table(PENDING_COLUMNS, pending);
  if (pending.length > 0 && paired.length > 0) output.line('');
  if (paired.length > 0) output.table(PAIRED_COLUMNS, paired);
}

const PENDING_COLUMNS: readonly Column<PendingDevice>[] = [
  { title: 'REQUEST', cell: ({ requestId }) => requestId, color: () => 'yellow' },
  { title: 'NAME', cell: ({ displayName, clientId }) => displayName ?? clientId ?? 'unnamed' },
  { title: 'PLATFORM', cell: ({ platform = '?' }) => platform },
  { title: 'ADDRESS', cell: ({ remoteIp = '?' }) => remoteIp },
  { title: 'ROLE', cell: ({ role = 'operator' }) => role },
  { title: 'SCOPES', cell: ({ scopes = [] }) => formatScopes(scopes) },
];
const PAIRED_COLUMNS: readonly Column<PairedDevice>[] = [
  { title: 'DEVICE', cell: ({ deviceId }) => deviceId.slice(0, SHORT_ID) },
  { title: 'NAME', cell: deviceName },
  { title: 'PLATFORM', cell: ({ platform }) => platform },
  { title: 'LAST SEEN', cell: ({ connected, lastSeenAtMs }) => (connected ? 'connected' : formatTime(lastSeenAtMs)) },
  { title: 'SCOPES', cell: ({ scopes }) => formatScopes(scopes) },
];

async function approve(context: CommandContext, client: GatewayClient): Promise<void> {
  const { pending } = await client.request('device.pair.list', {});
  const { requestId } = findRequest(context, pending);
  const { device } = await client.request('device.pair.approve', { requestId });
  context.output.result(
    { ok: true, requestId, device },
    `Approved ${plainLine(deviceName(device))}. Scopes: ${formatScopes(device.scopes)}`,
  );
}

async function reject(context: CommandContext, client: GatewayClient): Promise<void> {
  const { pending } = await client.request('device.pair.list', {});
  const { requestId } = findRequest(context, pending);
  const result = await client.request('device.pair.reject', { requestId });
  context.output.result({ ok: true, ...result }, `Denied request ${requestId}.`);
}

async function revoke(context: CommandContext, client: GatewayClient): Promise<void> {
  const device = await findDevice(client, argument(context, 0));
  await client.request('device.pair.remove', { deviceId: device.deviceId });
  context.output.result(
    { ok: true, deviceId: device.deviceId },
    `Revoked access for ${plainLine(deviceName(device))}.`,
  );
}

async function rename(context: CommandContext, client: GatewayClient): Promise<void> {
  const { deviceId } = await findDevice(client, argument(context, 0));
  const result = await client.request('device.pair.rename', { deviceId, label: argument(context, 1) });
  context.output.result({ ok: true, ...result }, `Renamed to ${plainLine(result.label)}.`);
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
    throw new CommandError(EXIT.usage, 'missing argument <request>; pass a request ID or --latest');
  if (typed === '') throw new CommandError(EXIT.failed, 'no pending pairing requests');
  return findOne(typed, {
    noun: 'pairing request',
    rows: pending,
    id: ({ requestId }) => requestId,
    listCommand: LIST_COMMAND,
  });
}
