// `gatehouse devices`: who waits to be let in, who is in, and the answer to both.
import type { PairedDevice, PendingDevice } from '#contract/methods/devices.ts';

import { CommandError, defineCommand, EXIT, type CommandContext, type ExitCode } from '../command.ts';
import { withGateway } from '../gateway-connection.ts';

const SHORT_ID = 12;

export const devices = defineCommand({
  name: 'devices',
  summary: 'List devices, let one in, turn one away, or take its access back.',
  operands: 'list | approve <request> | reject <request> | revoke <device>',
  options: { token: { type: 'string' }, latest: { type: 'boolean' } },
  optionHelp: {
    latest: 'approve and reject: the newest request',
    token: 'gateway token (default: GATEHOUSE_TOKEN, or the file in the home folder)',
  },
  async run(context) {
    const [what = 'list'] = context.operands;
    if (what === 'list') return list(context);
    if (what === 'approve') return approve(context);
    if (what === 'reject') return reject(context);
    if (what === 'revoke' || what === 'remove') return revoke(context);
    throw new CommandError(EXIT.usage, 'say "devices list", "devices approve", "devices reject" or "devices revoke"');
  },
});

function list(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { pending, paired } = await client.request('device.pair.list', {});
    context.output.json({ ok: true, pending, paired });
    if (pending.length + paired.length === 0) context.output.line('No devices.');
    if (pending.length > 0) context.output.line('Waiting:');
    for (const request of pending) context.output.line(`  ${request.requestId}  ${waiting(request)}`);
    if (paired.length > 0) context.output.line('Paired:');
    for (const device of paired) context.output.line(`  ${device.deviceId.slice(0, SHORT_ID)}  ${present(device)}`);
    return EXIT.ok;
  });
}

function approve(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { pending } = await client.request('device.pair.list', {});
    const requestId = chosen(context, pending).requestId;
    const { device } = await client.request('device.pair.approve', { requestId });
    context.output.json({ ok: true, requestId, device });
    context.output.line(`${device.displayName ?? device.clientId} may come in, with ${scopeWords(device.scopes)}.`);
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
    const start = context.operands[1] ?? '';
    const { paired } = await client.request('device.pair.list', {});
    const found = start === '' ? [] : paired.filter(({ deviceId }) => deviceId.startsWith(start));
    const [device] = found;
    if (device === undefined || found.length > 1)
      throw new CommandError(EXIT.usage, `no single device begins with "${start}"; see "gatehouse devices list"`);
    await client.request('device.pair.remove', { deviceId: device.deviceId });
    context.output.json({ ok: true, deviceId: device.deviceId });
    context.output.line(`${device.label ?? device.displayName ?? device.clientId} has no access any more.`);
    return EXIT.ok;
  });
}

function chosen({ operands, options }: CommandContext, pending: readonly PendingDevice[]): PendingDevice {
  const start = operands[1] ?? '';
  const found =
    options['latest'] === true
      ? pending.toSorted((a, b) => b.ts - a.ts).slice(0, 1)
      : pending.filter(({ requestId }) => start !== '' && requestId.startsWith(start));
  const [request] = found;
  if (request !== undefined && found.length === 1) return request;
  throw new CommandError(EXIT.usage, 'no single request is meant; see "gatehouse devices list", or say --latest');
}

function waiting({ displayName, clientId, platform, role, scopes, remoteIp }: PendingDevice): string {
  const name = displayName ?? clientId ?? 'unnamed';
  return `${name}, ${platform ?? '?'}, from ${remoteIp ?? '?'}, as ${role ?? 'operator'} with ${scopeWords(scopes ?? [])}`;
}

function present({ label, displayName, clientId, platform, connected, lastSeenAtMs, scopes }: PairedDevice): string {
  const seen = lastSeenAtMs === undefined ? 'never' : new Date(lastSeenAtMs).toISOString().slice(0, 16);
  const name = label ?? displayName ?? clientId;
  return `${name}, ${platform}, ${connected ? 'here now' : `last seen ${seen}`}, ${scopeWords(scopes)}`;
}

function scopeWords(scopes: readonly string[]): string {
  return scopes.length === 0 ? 'no scopes' : scopes.map((scope) => scope.replace('operator.', '')).join(', ');
}
