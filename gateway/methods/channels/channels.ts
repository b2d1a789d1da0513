// Channels: accounts, people, requests, and messages.
import { channelSecretName, toPersonScopes, type ChannelPairing } from '#contract/types/channels.ts';
import type { ConnectableChannel } from '#contract/methods/channels.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { hasScope } from '#contract/wire/scopes.ts';
import type { ConnectableKind } from '#core/channels/connections.ts';
import { waitForDelivery } from '#core/channels/wait-for-delivery.ts';
import { PAIRING_LIMITS } from '#core/channels/people.ts';
import { ACCOUNT, toChannelsStatus } from '../../openclaw/channel-rows.ts';
import { missingScope } from '../../server/dispatch/access-errors.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';

const TEST_TEXT = 'This is a test message from Gatehouse. The connection works.';
const TEST_MS = 20_000;

export const CHANNEL_HANDLERS = defineHandlers({
  'channels.status'({ channel }, { services }) {
    const rows = services.channels.list().filter(({ id }) => channel === undefined || channel === id);
    if (channel !== undefined && rows.length === 0) throw unknownChannel(channel);
    return toChannelsStatus(rows, services.clock.now());
  },

  async 'channels.start'(params, call) {
    const id = toId(params, call.services);
    await call.services.channels.connections.startOne(id);
    await changed(call, 'channel.started', id);
    return { channel: id, accountId: ACCOUNT, started: true };
  },

  async 'channels.stop'(params, call) {
    const id = toId(params, call.services);
    await call.services.channels.connections.stopOne(id);
    await changed(call, 'channel.stopped', id);
    return { channel: id, accountId: ACCOUNT, stopped: true };
  },

  async 'channels.logout'(params, call) {
    const { channels, config } = call.services;
    const id = toId(params, call.services);
    const wasSetUp = channels.connections.settings(id) !== undefined;
    const secrets = channels.connections
      .requireKind(id)
      .fields.flatMap(({ isSecret, name }) => (isSecret === true ? [name] : []));
    // A merge patch removes what is null.
    if (wasSetUp) await config.merge({ channels: { [id]: null } });
    await channels.setSecrets(id, Object.fromEntries(secrets.map((name) => [name, ''])), call.by);
    await changed(call, 'channel.removed', id);
    return { channel: id, accountId: ACCOUNT, cleared: wasSetUp };
  },

  async 'channels.pairing.list'({ channel, accountId }, { services }) {
    const wanted = channel === undefined ? undefined : toId({ channel, accountId }, services);
    const rows = services.channels.list().filter(({ id }) => wanted === undefined || id === wanted);
    const titles = new Map(rows.map(({ id, title }) => [id, title]));
    const pairings = (await services.channels.people.pairings()).filter((one) => titles.has(one.channel));
    const people = await services.channels.people.list();
    return {
      accounts: rows
        .filter(({ configured }) => configured)
        .map(({ id, title }) => ({ channel: id, channelLabel: title, accountId: ACCOUNT, notifySupported: true })),
      requests: pairings.map((pairing) => toRequest(pairing, titles.get(pairing.channel) ?? pairing.channel)),
      commandOwnerConfigured: people.some(({ rights }) => rights.includes('admin')),
      limits: { pendingPerAccount: PAIRING_LIMITS.perChannel, ttlMs: PAIRING_LIMITS.validMs },
    };
  },

  async 'channels.pairing.approve'({ requestId, notify, ...account }, call) {
    await requireRequest(requestId, account, call);
    // Nobody gives a person more than they have.
    const missing = toPersonScopes([]).find((scope) => !hasScope(call.by.scopes, scope));
    if (missing !== undefined) throw missingScope(missing);
    const { senderId } = await call.services.channels.approvePairing(requestId, [], call.by, notify !== false);
    publish(call);
    const notification = notify === false ? 'not-requested' : 'sent';
    return { requestId, senderId, notification, commandOwnerBootstrap: 'not-requested' };
  },

  async 'channels.pairing.dismiss'({ requestId, ...account }, call) {
    await requireRequest(requestId, account, call);
    const { senderId } = await call.services.channels.people.dismiss(requestId, call.by);
    publish(call);
    return { requestId, senderId };
  },

  async send({ to, message = '', channel, accountId, replyToId, threadId, idempotencyKey }, call) {
    const { channels } = call.services;
    if (message.trim() === '') throw invalidRequest('The message is empty.', 'EMPTY_MESSAGE');
    const id = toId({ channel: channel ?? onlyChannel(call.services), ...defined({ accountId }) }, call.services);
    const outgoing = { channel: id, to: { chatId: to, ...defined({ threadId }) }, markdown: message };
    const [messageId = ''] = await channels.outbox.add(
      { ...outgoing, ...defined({ replyTo: replyToId }) },
      `send:${id}:${idempotencyKey}`,
    );
    await call.audit('channel.message.sent', id, { to });
    return { runId: idempotencyKey, messageId, channel: id };
  },

  async 'channels.kinds'(_params, { services }) {
    const names = new Set(await services.store.secrets.names());
    return { kinds: services.channels.kinds.map((kind) => describeKind(kind, services, names)) };
  },

  async 'channels.connect'({ channel, options = {}, secrets = {}, agent }, call) {
    const { services } = call;
    const kind = services.channels.connections.requireKind(channel);
    if (agent !== undefined) services.engine.agents.require(agent);
    for (const [name, value] of Object.entries(options)) requireOption(kind, name, value);
    // Secrets first: the account connects as soon as it is in the configuration.
    if (Object.keys(secrets).length > 0) await services.channels.setSecrets(channel, secrets, call.by);
    const settings = { enabled: true, options, ...defined({ agent }) };
    await services.config.merge({ channels: { [channel]: settings } });
    await services.channels.connections.startOne(channel);
    await changed(call, 'channel.connected', channel);
    return { ok: true };
  },

  async 'channels.test'({ channel, to, threadId }, call) {
    const { channels, ids, jobs } = call.services;
    const id = toId({ channel }, call.services);
    const person = (await channels.people.list(id)).find(({ chatId }) => chatId !== undefined);
    const chatId = to ?? person?.chatId;
    if (chatId === undefined)
      throw invalidRequest('There is no chat to send it to.', 'NO_CHAT', 'Link a person first, and write to the bot.');
    const outgoing = { channel: id, to: { chatId, ...defined({ threadId }) }, markdown: TEST_TEXT };
    const [messageId = ''] = await channels.outbox.add(outgoing, `test:${ids.next()}`);
    return waitForDelivery(jobs, call.services.clock, messageId, { ms: TEST_MS, signal: call.signal });
  },

  'channels.people.list': async ({ channel }, { services }) => ({
    people: await services.channels.people.list(channel),
  }),

  async 'channels.people.update'({ channel, senderId, quiet, ...change }, call) {
    const { people } = call.services.channels;
    const which = { channel, senderId };
    let person = await people.update(which, defined({ ...change, quiet: quiet ?? undefined }), call.by);
    if (quiet === null) person = await people.clearQuiet(which, call.by);
    publish(call);
    return { person };
  },

  async 'channels.people.unlink'(which, call) {
    await call.services.channels.people.unlink(which, call.by);
    publish(call);
    return { ok: true };
  },

  async 'channels.codes.create'({ channel, rights = [] }, call) {
    const { channels } = call.services;
    if (channel !== undefined) channels.connections.requireKind(channel);
    const created = await channels.people.createCode({ channel, rights }, call.by);
    const link = channel === undefined ? undefined : channels.connections.get(channel)?.status().link;
    return { ...created, ...defined({ link: link === undefined ? undefined : `${link}?start=${created.code}` }) };
  },

  'channels.deliveries.list': async ({ channel }, { services }) => ({
    deliveries: await services.channels.outbox.list(channel),
  }),

  async 'channels.deliveries.resend'({ id }, call) {
    await call.services.channels.outbox.resend(id, call.by);
    publish(call);
    return { ok: true };
  },

  async 'channels.deliveries.drop'({ id }, call) {
    await call.services.channels.outbox.drop(id, call.by);
    publish(call);
    return { ok: true };
  },
});

/** OpenClaw names a channel and an account; here, further accounts have IDs of their own. */
function toId(
  { channel, accountId = ACCOUNT }: { readonly channel: string; readonly accountId?: string | undefined },
  { channels }: Pick<GatewayServices, 'channels'>,
): string {
  const id = accountId === ACCOUNT || accountId === '' ? channel : `${channel}-${accountId}`;
  channels.connections.requireKind(id);
  return id;
}

/** The request must be one of the account. @throws {GatewayError} */
async function requireRequest(
  requestId: string,
  account: { readonly channel: string; readonly accountId: string },
  { services }: Call,
): Promise<void> {
  const id = toId(account, services);
  const isOfAccount = (await services.channels.people.pairings()).some(
    (one) => one.id === requestId && one.channel === id,
  );
  if (!isOfAccount) throw invalidRequest('There is no such request. It may have expired.', 'PAIRING_NOT_FOUND');
}

function onlyChannel({ channels }: GatewayServices): string {
  const [only, ...others] = channels.list().filter(({ configured }) => configured);
  if (only === undefined || others.length > 0)
    throw invalidRequest('Say which channel to use.', 'CHANNEL_REQUIRED', 'Set channel, such as telegram.');
  return only.id;
}

function unknownChannel(channel: string) {
  return invalidRequest(`Unknown channel: ${channel}.`, 'UNKNOWN_CHANNEL');
}

function requireOption({ title, fields }: ConnectableKind, name: string, value: string): void {
  const field = fields.find((one) => one.name === name && one.isSecret !== true);
  if (field === undefined) throw invalidRequest(`${title} has no option "${name}".`, 'UNKNOWN_FIELD');
  const isListed = field.choices === undefined || field.choices.some((choice) => choice.value === value);
  const matches = field.pattern === undefined || new RegExp(field.pattern).test(value);
  if (value !== '' && (!isListed || !matches))
    throw invalidRequest(`${field.title} doesn't look right.`, 'FIELD_INVALID', field.help);
}

function describeKind(
  { create: _create, ...info }: ConnectableKind,
  { channels }: GatewayServices,
  secrets: ReadonlySet<string>,
): ConnectableChannel {
  const rows = channels.list().filter(({ kind, configured }) => kind === info.id && configured);
  const accounts = rows.map(({ id }) => {
    const options = channels.connections.settings(id)?.options ?? {};
    const set = info.fields.filter(({ name, isSecret }) =>
      isSecret === true ? secrets.has(channelSecretName(id, name)) : (options[name] ?? '') !== '',
    );
    return { id, set: set.map(({ name }) => name) };
  });
  return { ...info, accounts, fromEnvironment: channels.fieldsFromEnvironment(info.id) };
}

function toRequest(
  { id, channel, senderId, name, code, createdAtMs, expiresAtMs }: ChannelPairing,
  channelLabel: string,
) {
  const createdAt = new Date(createdAtMs).toISOString();
  return {
    requestId: id,
    channel,
    channelLabel,
    accountId: ACCOUNT,
    senderId,
    senderLabel: name,
    metadata: { code },
    createdAt,
    lastSeenAt: createdAt,
    expiresAt: new Date(expiresAtMs).toISOString(),
    notifySupported: true,
  };
}

function publish({ gateway, services }: Call): void {
  gateway.publish('settings.changed', { what: 'channels', ts: services.clock.now() });
}

async function changed(call: Call, action: string, subject: string): Promise<void> {
  await call.audit(action, subject);
  publish(call);
}
