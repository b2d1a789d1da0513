// Links to web chat.
import { WEB_CHAT_LIMITS } from '#contract/types/web-chat.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { ChannelError } from '#core/ports/channel.ts';
import { isWebChat, type WebChat } from '#core/ports/web-chat.ts';
import { formatPrincipal } from '#core/principal.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import { webChatPath } from '../../http/web-chat/path.ts';

/** ID of the channel. */
const WEB = 'web';

export const WEB_CHAT_HANDLERS = defineHandlers({
  async 'webChat.list'(_params, call) {
    const channel = find(call);
    return { enabled: channel !== undefined, links: channel?.links() ?? [] };
  },

  async 'webChat.create'({ agentId: asked, title, expiresInMs = WEB_CHAT_LIMITS.defaultMs }, call) {
    const { services, gateway, by } = call;
    const { agents, defaultAgentId } = services.config.settings();
    const agentId = asked ?? defaultAgentId;
    const agent = agents.find((one) => one.agentId === agentId);
    if (agent === undefined)
      throw invalidRequest(`Unknown agent: ${agentId}`, 'AGENT_NOT_FOUND', 'Choose an existing agent.');
    const channel = await turnOn(call);
    const shown = title ?? agent.name ?? agentId;
    const request = { agentId, title: shown, createdBy: formatPrincipal(by), expiresInMs };
    const { link, token } = await create(channel, request);
    const { id, expiresAtMs } = link;
    await services.store.audit.append({
      by,
      action: 'web-chat.created',
      subject: id,
      details: { agentId, expiresAtMs },
    });
    changed(call);
    const path = webChatPath(token);
    const { addresses } = await gateway.networkAccess();
    return { link, path, urls: addresses.flatMap(({ url }) => (url === undefined ? [] : [`${url}${path}`])) };
  },

  async 'webChat.revoke'({ id }, call) {
    const { services, by } = call;
    const link = await find(call)?.revokeLink(id);
    if (link === undefined)
      throw invalidRequest('No web chat link has this ID.', 'UNKNOWN_WEB_CHAT', 'List the links with webChat.list.');
    const { agentId } = link;
    await services.store.audit.append({ by, action: 'web-chat.revoked', subject: id, details: { agentId } });
    changed(call);
    return { link };
  },
});

function find({ services }: Call): WebChat | undefined {
  const channel = services.channels.connections.get(WEB);
  return isWebChat(channel) ? channel : undefined;
}

/** The running channel; it is added to the configuration with the first link. */
async function turnOn(call: Call): Promise<WebChat> {
  const { config, channels } = call.services;
  const settings = config.settings().channels[WEB];
  // Nobody but a guest uses it, so there is nobody to pair.
  if (settings?.enabled === false || settings === undefined)
    await config.merge({ channels: { [WEB]: { enabled: true, unknown: 'ignore' } } });
  if (find(call) === undefined) await channels.connections.startOne(WEB);
  const channel = find(call);
  if (channel === undefined)
    throw invalidRequest("Web chat couldn't be started.", 'WEB_CHAT_OFF', 'See the channel on the Channels page.');
  return channel;
}

async function create(channel: WebChat, request: Parameters<WebChat['createLink']>[0]) {
  try {
    return await channel.createLink(request);
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    throw invalidRequest(error.message, 'TOO_MANY_WEB_CHATS');
  }
}

function changed({ gateway, services }: Call): void {
  gateway.publish('settings.changed', { what: 'webChats', ts: services.clock.now() });
}
